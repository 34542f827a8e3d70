import { describe, expect, it } from 'vitest';
import { WebService } from '../../lib/index.js';
import { IMAGE, refusal, synth } from '../support/apps.js';

const named = (name: string) => refusal((chart) => new WebService(chart, name, { image: IMAGE, port: 8080 }));

describe('a name', () => {
  it.each(['Api', 'shop_api', 'api.v2', '2api', 'api-', '-api', 'äpi', 'api service'])('is refused: %s', (name) => {
    expect(named(name)).toContain(
      `[test] web-service "${name}": a name is lower-case letters, digits and "-", starts with a letter and ends with a letter or digit (got "${name}"); rename it`,
    );
  });

  it('is refused when a CronJob or a label could not hold it', () => {
    const name = 'a'.repeat(53);
    expect(named(name)).toEqual([`[test] web-service "${name}": a name has at most 52 characters (got 53: ${name}); shorten it`]);
  });

  it.each(['a', 'api', 'api-v2', 'a'.repeat(52)])('is the name of its objects: %s', (name) => {
    const apps = synth((chart) => new WebService(chart, name, { image: IMAGE, port: 8080 }));
    expect(apps.get('Deployment', name).metadata).toMatchObject({ name, namespace: 'test' });
    expect(apps.get('Service', name).metadata.name).toBe(name);
  });
});

describe('names of the library’s own edges', () => {
  it.each(['metrics', 'gateway', 'outside', 'kubernetes-api'])('can be the name of a component that connects: %s', (name) => {
    const apps = synth((chart) => {
      const rules = [{ apiGroups: [''], resources: ['configmaps'], verbs: ['get'] }];
      const target = new WebService(chart, 'target', { image: IMAGE, port: 8080, route: { host: 'shop' }, expose: 'load-balancer' });
      const middle = new WebService(chart, name, { image: IMAGE, port: 8080, uses: [target] });
      new WebService(chart, 'client', { image: IMAGE, port: 8080, uses: [middle], kubernetesApi: rules });
    });
    const policies = apps.all('NetworkPolicy').map(({ metadata }) => metadata.name);
    expect(new Set(policies).size).toBe(policies.length);
    expect(policies).toEqual(expect.arrayContaining(['target-from-network.gateway', 'target-from-network.anywhere']));
  });
});
