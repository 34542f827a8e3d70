import { describe, expect, it } from 'vitest';
import { probes } from '../../lib/check/probes.js';
import { type Container, type Deployment, type Probes, WebService, type WebServiceProps, Worker } from '../../lib/index.js';
import { IMAGE } from '../support/apps.js';
import { sentencesOf, subjectOf } from './example.js';

const found = (props: Partial<WebServiceProps>) =>
  sentencesOf(
    probes,
    subjectOf((chart) => new WebService(chart, 'api', { image: IMAGE, port: 8080, ...props })),
  );
/** Changes the main container, as no prop does. */
const patched = (change: (container: Container) => Container) => {
  const deployment = (object: Deployment): Deployment => ({
    ...object,
    spec: {
      ...object.spec,
      template: {
        ...object.spec.template,
        spec: { ...object.spec.template.spec, containers: object.spec.template.spec.containers.map(change) },
      },
    },
  });
  return found({ patch: { deployment } });
};

describe('a container that serves', () => {
  it('is refused without readiness, and without liveness', () => {
    expect(patched(({ readinessProbe: _, ...container }) => container)).toEqual([
      'web-service "api": container "api" serves without a readinessProbe, so it gets requests that it cannot answer yet; add one',
    ]);
    expect(patched(({ livenessProbe: _, ...container }) => container)).toEqual([
      'web-service "api": container "api" serves without a livenessProbe, so nobody restarts it when it is wedged; add one',
    ]);
  });

  it('is one that a Service sends to, by name or number, and no other', () => {
    const proxy = { name: 'proxy', image: IMAGE, ports: [{ name: 'web', containerPort: 8000 }] };
    expect(found({ sidecars: [proxy] })).toEqual([]);
    for (const targetPort of ['web', 8000]) {
      expect(found({ sidecars: [proxy], patch: { service: { spec: { ports: [{ port: 8080, targetPort }] } } } })).toEqual([
        expect.stringMatching(/^web-service "api": container "proxy" serves without a readinessProbe/),
        expect.stringMatching(/^web-service "api": container "proxy" serves without a livenessProbe/),
      ]);
    }
  });

  it('listens on the Service’s own port where that names no other', () => {
    const ports = [{ port: 8000 }];
    const containers = [{ name: 'proxy', image: IMAGE, ports: [{ containerPort: 8000 }] }];
    expect(found({ containers, patch: { service: { spec: { ports } } } })).toHaveLength(2);
  });
});

describe('readiness and liveness', () => {
  const same = (asked: string) =>
    `web-service "api": readiness and liveness of container "api" ask the same (${asked}), so a slow dependency would restart it; let liveness ask the process alone`;

  it.each<[Probes, string]>([
    [{ readiness: { handler: { http: '/healthz' } } }, 'GET /healthz on port 8080'],
    [{ readiness: { handler: { tcp: 8080 } }, liveness: { handler: { tcp: 8080 } } }, 'TCP port 8080'],
    [{ readiness: { handler: { grpc: 'a' } }, liveness: { handler: { grpc: 'a' } } }, 'gRPC health of "a" on port 8080'],
    [{ readiness: { handler: { exec: ['up', '-q'] } }, liveness: { handler: { exec: ['up', '-q'] } } }, 'command up -q'],
  ])('are refused where they ask the same: %j', (given, asked) => {
    expect(found({ probes: given })).toEqual([same(asked)]);
  });

  it.each<[Probes]>([
    [{ readiness: { handler: { http: '/healthz', port: 8081 } } }],
    [{ readiness: { handler: { grpc: 'a' } }, liveness: { handler: { grpc: '' } } }],
    [{ readiness: { handler: { exec: ['up', '-q'] } }, liveness: { handler: { exec: ['up'] } } }],
    [{ liveness: { failures: 3 } }],
  ])('may differ in any way: %j', (given) => {
    expect(found({ probes: given })).toEqual([]);
  });

  it('are looked at in workers too, which need none', () => {
    const worker = (given: Probes) =>
      sentencesOf(
        probes,
        subjectOf((chart) => new Worker(chart, 'worker', { image: IMAGE, probes: given })),
      );
    expect(worker({ liveness: { handler: { http: '/readyz' } } })).toHaveLength(1);
    expect(worker({})).toEqual([]);
  });
});

describe('a port that a probe names', () => {
  it('is refused where the container has none of that name', () => {
    expect(patched((container) => ({ ...container, readinessProbe: { httpGet: { path: '/readyz', port: 'web' } } }))).toEqual([
      'web-service "api": readinessProbe of container "api" asks port "web", which the container does not have (it has http, metrics); correct the name',
    ]);
    expect(patched((container) => ({ ...container, startupProbe: { tcpSocket: { port: 'http' } } }))).toEqual([]);
  });
});
