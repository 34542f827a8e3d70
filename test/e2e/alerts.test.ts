import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { synthesize } from '../../lib/index.js';
import { documented, raised, ruleOf } from './harness/alerts.js';
import { cordon, nodes, uncordon } from './harness/faults.js';
import { kubectl, waitFor } from './harness/kubectl.js';
import { removeNamespace } from './harness/namespaces.js';
import { askPrometheus, query, startPrometheus, stopPrometheus } from './harness/prometheus.js';
import { up } from './harness/pulumi.js';
import { platformOf } from './variants.js';

const DEV = 'acme-dev';
const DATA = new Set(['cache', 'events', 'events-broker', 'events-controller', 'orders-db']);

const alerts = synthesize(platformOf('shop-with-data'), 'dev')
  .flatMap(({ components }) => components.filter(({ name }) => DATA.has(name)))
  .flatMap((component) => component.alerts.map((alert) => ({ component: component.name, ...alert })));

/** Of kube-state-metrics, the kubelet's volumes and certificates: the test cluster has nobody who tells them. */
const UNSEEN = /^(kube|kubelet|x509)_/;

interface Selector {
  readonly name: string;
  readonly matchers: readonly { readonly name: string; readonly type: string; readonly value: string }[];
}
/** Every selector of series in an expression, as Prometheus reads it. */
const selectorsIn = (node: unknown): Selector[] => {
  if (node === null || typeof node !== 'object') return [];
  const own = 'matchers' in node && 'name' in node ? [node as Selector] : [];
  return [...own, ...Object.values(node).flatMap(selectorsIn)];
};
const selectorsOf = async (expr: string) => selectorsIn(await askPrometheus('parse_query', { query: expr }));
const written = ({ matchers }: Selector) =>
  `{${matchers.map(({ name, type, value }) => `${name}${type}${JSON.stringify(value)}`).join(',')}}`;

const quiet = (seconds: number) =>
  waitFor('no alert', seconds, async () => {
    const names = await raised('pending|firing');
    if (names.size > 0) throw new Error([...names].join(', '));
    return true;
  });
const podOf = async (expr: string) => (await query(expr))[0]?.metric.pod ?? '';

describe('alerts of the data services', () => {
  beforeAll(async () => {
    await up('dev', 'shop-with-data');
    await startPrometheus({ scrapeConfigs: documented(), rules: alerts.map(ruleOf) });
  });
  afterAll(async () => {
    for (const node of await nodes()) await uncordon(node);
    await stopPrometheus();
    await removeNamespace(DEV);
  });

  test('find the series that they ask for', async () => {
    expect(alerts.length).toBeGreaterThan(30);
    await waitFor('every series', 90, async () => {
      const missing = new Set<string>();
      for (const { component, name, expr } of alerts) {
        for (const selector of await selectorsOf(expr)) {
          if (UNSEEN.test(selector.name)) continue;
          if ((await query(written(selector))).length === 0) missing.add(`${name} of ${component}: ${selector.name}${written(selector)}`);
        }
      }
      if (missing.size > 0) throw new Error([...missing].join('\n'));
      return true;
    });
  });

  test('are quiet while all is well', async () => {
    await quiet(120);
  });

  test('fire while each service has but its leader, and are quiet when the others are back', async () => {
    for (const node of await nodes()) await cordon(node);
    const leaders = [
      await podOf('redis_instance_info{redis_mode="standalone",role="master"}'),
      await podOf('patroni_primary == 1'),
      'events-broker-0',
    ];
    const all = ['cache', 'events-broker', 'orders-db'].flatMap((set) => [0, 1, 2].map((ordinal) => `${set}-${ordinal}`));
    await kubectl('delete', 'pod', '-n', DEV, '--wait=false', ...all.filter((pod) => !leaders.includes(pod)));

    await waitFor('what holds for a minute to fire', 240, async () => {
      const firing = await raised('firing');
      const silent = ['KafkaUnderMinIsrPartitions', 'PostgresNoSynchronousReplica', 'RedisWritesRefused'].filter(
        (name) => !firing.has(name),
      );
      if (silent.length > 0) throw new Error(`${silent.join(', ')} are quiet; there are ${[...(await raised('.+'))].join(', ')}`);
      return true;
    });
    expect([...(await raised('pending|firing'))]).toEqual(expect.arrayContaining(['KafkaBrokersFenced', 'KafkaUnderReplicatedPartitions']));

    for (const node of await nodes()) await uncordon(node);
    await quiet(300);
  });
});
