import { Duration } from 'cdk8s';
import { describe, expect, it } from 'vitest';
import { WebService, type WebServiceProps } from '../../../lib/index.js';
import { IMAGE, synth } from '../../support/apps.js';
import { mainOf } from '../../support/objects.js';

const probesOf = (props: Partial<WebServiceProps> = {}) => {
  const { startupProbe, readinessProbe, livenessProbe } = mainOf(
    synth((chart) => new WebService(chart, 'api', { image: IMAGE, port: 8080, ...props })),
    'api',
  );
  return { startupProbe, readinessProbe, livenessProbe };
};

describe('probes over HTTP', () => {
  it('give a minute to start, ten seconds to be out when it cannot serve, and a minute until a restart', () => {
    expect(probesOf()).toEqual({
      startupProbe: { httpGet: { path: '/healthz', port: 8080 }, periodSeconds: 2, timeoutSeconds: 2, failureThreshold: 30 },
      readinessProbe: {
        httpGet: { path: '/readyz', port: 8080 },
        initialDelaySeconds: 5,
        periodSeconds: 5,
        timeoutSeconds: 3,
        failureThreshold: 2,
      },
      livenessProbe: { httpGet: { path: '/healthz', port: 8080 }, periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 6 },
    });
  });

  it('never ask liveness and readiness the same, so that a slow dependency restarts nobody', () => {
    const { readinessProbe, livenessProbe } = probesOf();
    expect(readinessProbe?.httpGet).not.toEqual(livenessProbe?.httpGet);
  });
});

describe('probes over gRPC', () => {
  it('ask readiness of the health service, and of liveness only whether it accepts', () => {
    expect(probesOf({ protocol: 'grpc' })).toEqual({
      startupProbe: { tcpSocket: { port: 8080 }, periodSeconds: 2, timeoutSeconds: 2, failureThreshold: 30 },
      readinessProbe: {
        grpc: { service: '', port: 8080 },
        initialDelaySeconds: 5,
        periodSeconds: 5,
        timeoutSeconds: 3,
        failureThreshold: 2,
      },
      livenessProbe: { tcpSocket: { port: 8080 }, periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 6 },
    });
  });

  it('may name a service and a port', () => {
    const { readinessProbe } = probesOf({ protocol: 'grpc', probes: { readiness: { handler: { grpc: 'shop.Prices', port: 9001 } } } });
    expect(readinessProbe?.grpc).toEqual({ service: 'shop.Prices', port: 9001 });
  });
});

describe('a probe that is given', () => {
  it('runs a command', () => {
    const handler = { exec: ['/bin/ready', '--quick'] };
    expect(probesOf({ probes: { readiness: { handler } } }).readinessProbe).toMatchObject({ exec: { command: handler.exec } });
  });

  it('opens a TCP connection to any port', () => {
    expect(probesOf({ probes: { liveness: { handler: { tcp: 7000 } } } }).livenessProbe).toMatchObject({ tcpSocket: { port: 7000 } });
  });

  it('of liveness is the one of startup too, unless startup has its own', () => {
    const liveness = { handler: { http: '/live' } };
    expect(probesOf({ probes: { liveness } }).startupProbe?.httpGet?.path).toBe('/live');
    expect(probesOf({ probes: { liveness, startup: { handler: { http: '/started' } } } }).startupProbe?.httpGet?.path).toBe('/started');
  });

  it('changes the numbers that it names and leaves the others', () => {
    expect(probesOf({ probes: { startup: { period: Duration.seconds(5) }, liveness: { failures: 3 } } })).toMatchObject({
      startupProbe: { periodSeconds: 5, timeoutSeconds: 2, failureThreshold: 30 },
      livenessProbe: { periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 3 },
    });
  });
});
