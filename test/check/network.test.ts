import { describe, expect, it } from 'vitest';
import type { Subject } from '../../lib/check/check.js';
import { network } from '../../lib/check/network.js';
import { type Chart, type NetworkPolicy, WebService, Worker } from '../../lib/index.js';
import { IMAGE } from '../support/apps.js';
import { sentencesOf, subjectOf } from './example.js';

type Spec = NonNullable<NetworkPolicy['spec']>;
const pods = (component: string) => ({ matchLabels: { 'app.kubernetes.io/instance': component } });
const policy = (name: string, spec: Spec): NetworkPolicy => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: { name },
  spec,
});
/** Two services without a connection, and a policy that somebody wrote by hand. */
const beside = (component: 'api' | 'backend', ...specs: readonly Spec[]) =>
  sentencesOf(
    network,
    subjectOf((chart) => {
      const services = {
        backend: new WebService(chart, 'backend', { image: IMAGE, port: 8081 }),
        api: new WebService(chart, 'api', { image: IMAGE, port: 8080 }),
      };
      for (const [n, spec] of specs.entries()) services[component].add(`extra-${n}`, policy(`${component}-extra-${n}`, spec));
    }),
  );
const sends = (ports: Spec['egress'] = [{ to: [{ podSelector: pods('backend') }], ports: [{ port: 8081 }] }]): Spec => ({
  podSelector: pods('api'),
  policyTypes: ['Egress'],
  egress: ports,
});
const letsIn = (ingress: Spec['ingress'] = [{ from: [{ podSelector: pods('api') }], ports: [{ port: 8081 }] }]): Spec => ({
  podSelector: pods('backend'),
  policyTypes: ['Ingress'],
  ingress,
});

const connected = (chart: Chart) => {
  const backend = new WebService(chart, 'backend', { image: IMAGE, port: 8081 });
  new Worker(chart, 'worker', { image: IMAGE, uses: [backend] });
};
const without = (subject: Subject, name: string): Subject => ({
  ...subject,
  manifests: subject.manifests.filter(({ object }) => object.metadata.name !== name),
});

describe('a connection', () => {
  it('is open on both ends', () => {
    expect(sentencesOf(network, subjectOf(connected))).toEqual([]);
  });

  it('is refused without either of its policies', () => {
    expect(sentencesOf(network, without(subjectOf(connected), 'backend-from-worker'))).toEqual([
      'worker "worker": NetworkPolicy "worker-to-backend" lets it send to "backend" on TCP/8081, and no policy lets that in; connect them with uses, which opens both ends',
    ]);
    expect(sentencesOf(network, without(subjectOf(connected), 'worker-to-backend'))).toEqual([
      'web-service "backend": NetworkPolicy "backend-from-worker" lets "worker" in on TCP/8081, and no policy lets "worker" send that; connect them with uses, which opens both ends',
    ]);
  });

  it('of both colours of a service is open to both', () => {
    const colours = (chart: Chart) => {
      const blueGreen = { green: 'ghcr.io/acme/api:2.0.0', active: 'blue' as const };
      const backend = new WebService(chart, 'backend', { image: IMAGE, port: 8081, blueGreen });
      new Worker(chart, 'worker', { image: IMAGE, uses: [backend] });
    };
    expect(sentencesOf(network, subjectOf(colours))).toEqual([]);
  });
});

describe('a policy by hand', () => {
  const oneWay = (ports: string) =>
    `web-service "api": NetworkPolicy "api-extra-0" lets it send to "backend" on ${ports}, and no policy lets that in; connect them with uses, which opens both ends`;

  it('is told the ports that are missing at the other end, and those alone', () => {
    const ports = [{ port: 8081 }, { port: 9090 }, { protocol: 'UDP', port: 8081 }];
    expect(beside('api', sends([{ to: [{ podSelector: pods('backend') }], ports }]), letsIn())).toEqual([oneWay('TCP/9090, UDP/8081')]);
  });

  it('is answered by a port’s name, by every port of a protocol, and by every port', () => {
    const from = [{ podSelector: pods('api') }];
    expect(beside('api', sends(), letsIn([{ from, ports: [{ port: 'http' }] }]))).toEqual([]);
    expect(beside('api', sends(), letsIn([{ from, ports: [{ protocol: 'TCP' }] }]))).toEqual([]);
    expect(beside('api', sends(), letsIn([{ from }]))).toEqual([]);
    expect(beside('api', sends([{ to: [{ podSelector: pods('backend') }] }]), letsIn())).toEqual([]);
    expect(beside('api', sends(), letsIn([{ from, ports: [{ protocol: 'UDP' }] }]))).toHaveLength(2);
  });

  it('is answered by one for any pod', () => {
    expect(beside('api', sends(), letsIn([{ from: [{ podSelector: {} }], ports: [{ port: 8081 }] }]))).toEqual([]);
    expect(beside('backend', letsIn(), { ...sends(), podSelector: {} })).toEqual([]);
    expect(beside('backend', letsIn(), sends([{ ports: [{ port: 8081 }] }]))).toEqual([]);
  });

  it('is answered by one for any namespace, and for its own by name or label', () => {
    const own = { 'kubernetes.io/metadata.name': 'test' };
    const answering = (namespaceSelector: object) =>
      beside('api', sends(), letsIn([{ from: [{ namespaceSelector, podSelector: pods('api') }], ports: [{ port: 8081 }] }]));
    expect(answering({})).toEqual([]);
    expect(answering({ matchLabels: own })).toEqual([]);
    expect(answering({ matchExpressions: [{ key: 'kubernetes.io/metadata.name', operator: 'In', values: ['other', 'test'] }] })).toEqual(
      [],
    );
    expect(answering({ matchLabels: { 'evenkeel.dev/environment': 'test' } })).toEqual([]);
    expect(beside('api', sends(), letsIn([{ from: [{ namespaceSelector: { matchLabels: own } }], ports: [{ port: 8081 }] }]))).toEqual([]);
    expect(answering({ matchLabels: { 'kubernetes.io/metadata.name': 'other' } })).toEqual([oneWay('TCP/8081')]);
  });

  it('is answered by a range that has some of its ports', () => {
    const from = [{ podSelector: pods('api') }];
    const to = [{ podSelector: pods('backend') }];
    const range = (port: number, endPort: number) => [{ port, endPort }];
    expect(beside('api', sends(), letsIn([{ from, ports: range(8000, 8100) }]))).toEqual([]);
    expect(beside('api', sends([{ to, ports: range(8000, 8081) }]), letsIn([{ from, ports: range(8081, 8100) }]))).toEqual([]);
    expect(beside('api', sends([{ to, ports: range(8000, 8080) }]), letsIn([{ from, ports: range(8081, 8100) }]))).toEqual([
      oneWay('TCP/8000-8080'),
      expect.stringContaining('lets "api" in on TCP/8081-8100, and no policy lets "api" send that'),
    ]);
    expect(beside('api', sends(), letsIn([{ from, ports: [{ protocol: 'UDP', port: 8000, endPort: 8100 }] }]))).toHaveLength(2);
  });

  it('may leave its selectors out, which then select every pod', () => {
    expect(beside('api', { policyTypes: ['Ingress'], ingress: [{ from: [{ podSelector: pods('api') }] }] } as unknown as Spec)).toEqual([]);
    expect(beside('api', { ...sends([{}]), podSelector: pods('api') }, letsIn([{}]))).toEqual([]);
    expect(beside('api', { policyTypes: ['Egress'], egress: [{ to: [{}] }] } as unknown as Spec)).toEqual([]);
  });

  it('needs no answer from other namespaces and addresses', () => {
    const to = [{ namespaceSelector: {}, podSelector: pods('backend') }, { ipBlock: { cidr: '203.0.113.0/24' } }];
    expect(beside('api', sends([{ to, ports: [{ port: 8081 }] }]))).toEqual([]);
  });

  it('is refused where it selects no pods', () => {
    expect(beside('api', { podSelector: pods('apii'), policyTypes: ['Ingress'] })).toEqual([
      'web-service "api": NetworkPolicy "api-extra-0" selects no pods, so it opens nothing; give it the labels of the pods, or remove it',
    ]);
  });

  it('is refused where it opens a port that the pods do not have', () => {
    const opening = (...ports: NonNullable<NonNullable<Spec['ingress']>[number]['ports']>) =>
      beside('backend', letsIn([{ from: [{ ipBlock: { cidr: '203.0.113.0/24' } }], ports }]));
    expect(opening({ port: 8081 }, { port: 8082 }, { port: 'web' })).toEqual([
      'web-service "backend": NetworkPolicy "backend-extra-0" opens port 8082, web, which its pods do not have (they have 8081, 9090); correct it, or add it to the container\'s ports',
    ]);
    expect(opening({ port: 'http' }, { port: 8000, endPort: 8100 }, {})).toEqual([]);
    expect(opening({ port: 8082, endPort: 8100 })).toHaveLength(1);
  });

  it('may open any number of pods that declare no ports, and no name', () => {
    const opening = (port: { readonly port: number | string; readonly endPort?: number }) =>
      sentencesOf(
        network,
        subjectOf((chart) => {
          const worker = new Worker(chart, 'worker', { image: IMAGE });
          const labels = { app: 'db' };
          const template = { metadata: { labels }, spec: { containers: [{ name: 'db' }] } };
          const set = { apiVersion: 'apps/v1', kind: 'StatefulSet', metadata: { name: 'db' }, spec: { template } };
          worker.add('set', set);
          worker.add('policy', policy('db', { podSelector: { matchLabels: labels }, ingress: [{ ports: [port] }] }));
        }),
      );
    expect(opening({ port: 5432 })).toEqual([]);
    expect(opening({ port: 5432, endPort: 5440 })).toEqual([]);
    expect(opening({ port: 'sql' })).toHaveLength(1);
  });
});
