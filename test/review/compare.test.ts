import { Size } from 'cdk8s';
import { describe, expect, it } from 'vitest';
import { platform } from '../../apps/platform.js';
import { type Chart, type Environment, synthesize, WebService, Worker } from '../../lib/index.js';
import { type Compared, compare } from '../../lib/review/compare.js';
import { compareText } from '../../lib/review/compare.text.js';
import { testEnvironment } from '../../lib/testing/index.js';
import { IMAGE, synth } from '../support/apps.js';
import { defined } from '../support/objects.js';

const staging: Partial<Environment> = { name: 'staging', namespace: 'acme-staging', domain: 'staging.example.com' };
const prod: Partial<Environment> = { name: 'prod', namespace: 'acme-prod', domain: 'example.com' };
const compared = (build: (chart: Chart) => void, environment: Partial<Environment>): Compared => ({
  environment: { ...testEnvironment, ...environment },
  manifests: synth(build, environment).stack.manifests,
});
/** `<component>: <words>` of what differs between two applications. */
const differences = (one: (chart: Chart) => void, other: (chart: Chart) => void): string[] =>
  compare(compared(one, staging), compared(other, prod)).map(({ component, words }) => `${component}: ${words.join('; ')}`);
const worker =
  (props: Partial<ConstructorParameters<typeof Worker>[2]> = {}) =>
  (chart: Chart) =>
    new Worker(chart, 'worker', { image: IMAGE, scaling: { replicas: 3 }, ...props });

describe('two environments', () => {
  it('of the reference platform differ in what stands in stacks/environments.ts', async () => {
    const environmentOf = (name: string): Compared => {
      const [stack] = synthesize(platform, name);
      return { environment: defined(stack?.environment), manifests: defined(stack).manifests };
    };
    await expect(compareText(environmentOf('staging'), environmentOf('prod'))).toMatchFileSnapshot('staging-and-prod.txt');
  });

  it('that are alike are said to be', () => {
    expect(compareText(compared(worker(), prod), compared(worker(), prod))).toBe(
      'prod and prod have the same components with the same values.\n',
    );
    expect(differences(worker(), worker())).toEqual([]);
  });

  it('differ by nature in namespace, name and hosts, wherever they stand', () => {
    const routed = (chart: Chart) => {
      const { namespace, name, domain } = chart.environment;
      new WebService(chart, 'api', {
        image: IMAGE,
        port: 8080,
        route: { host: 'shop' },
        env: { SELF: `http://api.${namespace}.svc:8080`, ENVIRONMENT: name, LOGIN: `https://login.${domain}/` },
      });
    };
    expect(differences(routed, routed)).toEqual([]);
  });

  it('do not differ by nature in words that only contain their names', () => {
    const named = (value: string) => worker({ env: { VALUE: value } });
    expect(differences(named('staging-1'), named('prod-1'))).toEqual(['shop/worker: env VALUE staging-1 in staging, prod-1 in prod']);
    expect(differences(named('a.staging.example.com'), named('b.example.com'))).toHaveLength(1);
    expect(differences(named('login.example.com'), named('login.example.com'))).toEqual([]);
  });
});

describe('a difference', () => {
  it.each<[string, ReturnType<typeof worker>, ReturnType<typeof worker>, string]>([
    ['of replicas', worker({ scaling: { replicas: 4 } }), worker({ scaling: { replicas: 5 } }), '4 replicas in staging, 5 in prod'],
    [
      'of memory',
      worker({ resources: { memory: Size.mebibytes(64), memoryLimit: Size.mebibytes(256) } }),
      worker({ resources: { memory: Size.mebibytes(128), memoryLimit: Size.mebibytes(256) } }),
      'memory request 64Mi in staging, 128Mi in prod',
    ],
    ['of the image', worker({ image: 'acme/api:1.5.0' }), worker({ image: 'acme/api:1.4.2' }), 'image 1.5.0 in staging, 1.4.2 in prod'],
    ['of a variable', worker({ env: { DEBUG: '1' } }), worker(), 'env DEBUG only in staging (1)'],
    ['of an argument', worker({ args: ['a', 'b'] }), worker({ args: ['a', 'c'] }), 'argument 2 b in staging, c in prod'],
    [
      'of a configuration file',
      worker({ config: { mountPath: '/etc/app', files: { 'a.json': '1\n' } } }),
      worker({ config: { mountPath: '/etc/app', files: { 'a.json': '2\n' } } }),
      'config file a.json differs',
    ],
  ])('%s is told in words', (_, one, other, words) => {
    expect(differences(one, other)).toEqual([`shop/worker: ${words}`]);
  });

  it('of scaling names the counts and the scaler', () => {
    expect(differences(worker({ scaling: { min: 3, max: 9 } }), worker())).toEqual([
      'shop/worker: Deployment strategy.rollingUpdate.maxSurge 25% in staging, 1 in prod; replicas only in prod (3); ' +
        'HorizontalPodAutoscaler worker only in staging',
    ]);
  });

  it('of components is told by name', () => {
    const both = (chart: Chart) => {
      worker()(chart);
      new Worker(chart, 'extra', { image: IMAGE });
    };
    expect(differences(both, worker())).toEqual(['shop/extra: only in staging']);
    expect(differences(worker(), both)).toEqual(['shop/extra: only in prod']);
  });
});
