import { describe, expect, it } from 'vitest';
import { type Chart, type Service, WebService, type WebServiceProps, Worker } from '../../lib/index.js';
import { IMAGE, refusal, synth } from '../support/apps.js';
import { deploymentOf, mainOf, matches, objectsOf, policyOf } from '../support/objects.js';

const NEXT = 'ghcr.io/acme/api:1.5.0';
const build = (versions: Partial<WebServiceProps>) => (chart: Chart) => {
  const api = new WebService(chart, 'api', { image: IMAGE, port: 8080, route: { host: 'shop' }, ...versions });
  new Worker(chart, 'worker', { image: IMAGE, uses: [api] });
};
const backends = (versions: Partial<WebServiceProps>) =>
  synth(build(versions)).get<{ spec: { rules: { backendRefs: object[] }[] } } & Service>('HTTPRoute' as 'Service', 'api').spec.rules[0]
    ?.backendRefs;
const selected = (versions: Partial<WebServiceProps>, service: string): string[] => {
  const apps = synth(build(versions));
  const selector = apps.get<Service>('Service', service).spec?.selector;
  return ['api', 'api-canary', 'api-green'].filter(
    (name) =>
      apps.all('Deployment').some(({ metadata }) => metadata.name === name) &&
      matches(selector, deploymentOf(apps, name).spec.template.metadata.labels),
  );
};

describe('a canary', () => {
  const canary = { image: NEXT, weight: 10 };

  it('is a service beside the first, with everything that makes it survive', () => {
    const apps = synth(build({ canary }));
    expect(mainOf(apps, 'api-canary').image).toBe(NEXT);
    expect(mainOf(apps, 'api').image).toBe(IMAGE);
    expect(objectsOf(apps, 'api-canary')).toEqual([
      'Deployment/api-canary',
      'NetworkPolicy/api-canary-from-network.gateway',
      'NetworkPolicy/api-canary-from-network.metrics',
      'PodDisruptionBudget/api-canary',
      'Service/api-canary',
      'ServiceAccount/api-canary',
    ]);
  });

  it('gets its share of the route’s requests, and in-cluster clients stay with the first', () => {
    expect(backends({ canary })).toEqual([
      { name: 'api', port: 8080, weight: 90 },
      { name: 'api-canary', port: 8080, weight: 10 },
    ]);
    expect(selected({ canary }, 'api')).toEqual(['api']);
  });

  it('goes back to nothing with one prop, and leaves the first as it was', () => {
    expect(backends({ canary: { ...canary, weight: 0 } })).toEqual([
      { name: 'api', port: 8080, weight: 100 },
      { name: 'api-canary', port: 8080, weight: 0 },
    ]);
    expect(deploymentOf(synth(build({ canary })), 'api')).toEqual(deploymentOf(synth(build({})), 'api'));
  });

  it('has a scale of its own where asked', () => {
    expect(deploymentOf(synth(build({ canary: { ...canary, scaling: { replicas: 2 } } })), 'api-canary').spec.replicas).toBe(2);
  });
});

describe('blue and green', () => {
  const blueGreen = (active: 'blue' | 'green') => ({ blueGreen: { green: NEXT, active } });

  it('run both, and the Service is at the active one', () => {
    expect(selected(blueGreen('blue'), 'api')).toEqual(['api']);
    expect(selected(blueGreen('green'), 'api')).toEqual(['api-green']);
    expect(selected(blueGreen('blue'), 'api-green')).toEqual(['api-green']);
    expect(backends(blueGreen('green'))).toEqual([{ name: 'api', port: 8080 }]);
  });

  it('differ in the selector of one Service, whichever is active', () => {
    const [blue, green] = [synth(build(blueGreen('blue'))), synth(build(blueGreen('green')))].map(({ stack }) => stack.files);
    const differing = [...(blue ?? [])].flatMap(([path, yaml]) => (green?.get(path) === yaml ? [] : [path]));
    expect(differing).toEqual(['shop/api/service.api.yaml']);
    expect(green?.size).toBe(blue?.size);
  });

  it('are both open to those who use the service, so that a switch finds the network open', () => {
    const apps = synth(build(blueGreen('blue')));
    for (const name of ['api', 'api-green']) {
      expect(policyOf(apps, `worker-to-${name}`)?.egress?.[0]?.to).toEqual([{ podSelector: deploymentOf(apps, name).spec.selector }]);
      expect(policyOf(apps, `${name}-from-worker`)?.podSelector.matchLabels).toEqual(deploymentOf(apps, name).spec.selector.matchLabels);
    }
  });
});

describe('a service with an address outside of the cluster', () => {
  it('opens both versions to it', () => {
    const apps = synth(build({ expose: 'load-balancer', blueGreen: { green: NEXT, active: 'green' } }));
    for (const name of ['api', 'api-green']) expect(policyOf(apps, `${name}-from-network.anywhere`)).toBeDefined();
  });
});

describe('versions are refused', () => {
  it.each<[Partial<WebServiceProps>, string]>([
    [
      { canary: { image: NEXT, weight: 110 } },
      'canary.weight is the percentage that the canary gets, and the rest adds up to 100: 0 to 100 (got 110)',
    ],
    [
      { canary: { image: 'ghcr.io/acme/api', weight: 10 } },
      'canary.image ghcr.io/acme/api has no tag, and would be what the releases name for the service itself; write ghcr.io/acme/api:<tag>',
    ],
    [
      { canary: { image: NEXT, weight: 10 }, route: undefined },
      "canary.weight is a share of a route's requests, and there is none; add route: { host }",
    ],
    [
      { canary: { image: NEXT, weight: 10 }, blueGreen: { green: NEXT, active: 'blue' } },
      'canary and blueGreen are two ways to bring out one version; use one of them',
    ],
  ])('as %j', (versions, sentence) => {
    expect(refusal(build(versions))).toContain(`[test] web-service "api": ${sentence}`);
  });
});
