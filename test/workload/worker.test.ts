import { Duration } from 'cdk8s';
import { describe, expect, it } from 'vitest';
import { type PodDisruptionBudget, Secret, Worker } from '../../lib/index.js';
import { IMAGE, refusal, synth } from '../support/apps.js';
import { deploymentOf, mainOf, objectsOf, podOf, scalerOf } from '../support/objects.js';

describe('a worker of an image', () => {
  const apps = synth((chart) => new Worker(chart, 'fulfilment', { image: IMAGE }));

  it('is a web service without a Service', () => {
    expect(objectsOf(apps, 'fulfilment')).toEqual([
      'Deployment/fulfilment',
      'NetworkPolicy/fulfilment-from-network.metrics',
      'PodDisruptionBudget/fulfilment',
      'ServiceAccount/fulfilment',
    ]);
    expect(apps.stack.components.find(({ name }) => name === 'fulfilment')?.endpoints).toEqual([]);
  });

  it('answers the kubelet on port 8080', () => {
    const main = mainOf(apps, 'fulfilment');
    expect(main.ports).toContainEqual({ name: 'health', containerPort: 8080 });
    expect(main.readinessProbe?.httpGet).toEqual({ path: '/readyz', port: 8080 });
    expect(main.livenessProbe?.httpGet).toEqual({ path: '/healthz', port: 8080 });
  });

  it('has three replicas, the drain of a service and the claim of one', () => {
    expect(deploymentOf(apps, 'fulfilment').spec.replicas).toBe(3);
    expect(mainOf(apps, 'fulfilment').lifecycle).toEqual({ preStop: { sleep: { seconds: 10 } } });
    expect(apps.stack.components.find(({ name }) => name === 'fulfilment')?.claim).toEqual({ zones: 1, nodes: 1 });
  });
});

describe('a worker with every prop of its own', () => {
  const apps = synth((chart) => {
    new Worker(chart, 'fulfilment', {
      image: IMAGE,
      healthPort: 8181,
      scaling: { min: 2, max: 6, memory: 75 },
      metrics: 'none',
      env: { TOKEN: Secret.existing({ secret: 'issued', key: 'token' }) },
      shutdown: { timeout: Duration.seconds(60) },
      patch: {
        deployment: { spec: { template: { spec: { hostname: 'worker' } } } },
        podDisruptionBudget: { spec: { maxUnavailable: '50%' } },
      },
    });
  });

  it('listens for the kubelet alone', () => {
    expect(mainOf(apps, 'fulfilment').ports).toEqual([{ name: 'health', containerPort: 8181 }]);
    expect(mainOf(apps, 'fulfilment').startupProbe?.httpGet?.port).toBe(8181);
  });

  it('is scaled by memory, finishes its work for a minute and takes its patches', () => {
    expect(scalerOf(apps, 'fulfilment')).toMatchObject({ minReplicas: 2, maxReplicas: 6 });
    expect(podOf(apps, 'fulfilment').terminationGracePeriodSeconds).toBe(75);
    expect(podOf(apps, 'fulfilment').hostname).toBe('worker');
    expect(apps.get<PodDisruptionBudget>('PodDisruptionBudget', 'fulfilment').spec.maxUnavailable).toBe('50%');
  });

  it('makes no Secret for one that exists already', () => {
    expect(apps.all('Secret')).toEqual([]);
    expect(mainOf(apps, 'fulfilment').env).toEqual([{ name: 'TOKEN', valueFrom: { secretKeyRef: { name: 'issued', key: 'token' } } }]);
  });
});

describe('a worker that cannot be', () => {
  it('is told when its health and metrics ports are one', () => {
    expect(refusal((chart) => new Worker(chart, 'fulfilment', { image: IMAGE, healthPort: 9090 }))).toEqual([
      '[test] worker "fulfilment": port 9090 is used twice, by health and metrics; give one of them another port',
    ]);
  });
});
