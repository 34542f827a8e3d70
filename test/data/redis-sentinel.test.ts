import { Duration, Size } from 'cdk8s';
import { describe, expect, it } from 'vitest';
import { type ConfigMap, RedisSentinel, type SecretObject, type Service, type StatefulSet, WebService } from '../../lib/index.js';
import { IMAGE, refusal, synth } from '../support/apps.js';
import { defined, first, mainOf, objectsOf, policyOf, variablesOf } from '../support/objects.js';

const setOf = (apps: ReturnType<typeof synth>) => apps.get<StatefulSet>('StatefulSet', 'cache').spec;
const podOf = (apps: ReturnType<typeof synth>) => setOf(apps).template.spec;
const fileOf = (apps: ReturnType<typeof synth>, file: string) => defined(apps.get<ConfigMap>('ConfigMap', 'cache').data?.[file], file);

describe('Redis with its defaults', () => {
  const apps = synth((chart) => new RedisSentinel(chart, 'cache'));

  it('is a set with an address for each member, and nothing that clients could take for the primary', () => {
    expect(objectsOf(apps, 'cache')).toEqual([
      'ConfigMap/cache',
      'NetworkPolicy/cache-from-cache',
      'NetworkPolicy/cache-from-network.metrics',
      'NetworkPolicy/cache-to-cache',
      'PodDisruptionBudget/cache',
      'Secret/cache-credentials',
      'Service/cache-0',
      'Service/cache-1',
      'Service/cache-2',
      'Service/cache-peers',
      'ServiceAccount/cache',
      'StatefulSet/cache',
    ]);
  });

  it('keeps the names, selectors and claims that cannot be changed', () => {
    const { serviceName, selector, podManagementPolicy, replicas, volumeClaimTemplates } = setOf(apps);
    expect({ serviceName, selector, podManagementPolicy, replicas }).toEqual({
      serviceName: 'cache-peers',
      selector: { matchLabels: { 'app.kubernetes.io/name': 'cache', 'app.kubernetes.io/instance': 'cache' } },
      podManagementPolicy: 'Parallel',
      replicas: 3,
    });
    expect(first(volumeClaimTemplates).metadata?.name).toBe('data');
  });

  it('gives each member an address that stays, ready or not', () => {
    expect(apps.get<Service>('Service', 'cache-1').spec).toMatchObject({
      publishNotReadyAddresses: true,
      selector: { 'app.kubernetes.io/instance': 'cache', 'statefulset.kubernetes.io/pod-name': 'cache-1' },
    });
    expect(apps.get<Service>('Service', 'cache-1').spec).not.toHaveProperty('clusterIP');
  });

  it('runs a server, a sentinel and an exporter of each', () => {
    expect(podOf(apps).containers.map(({ name }) => name)).toEqual(['cache', 'sentinel', 'exporter', 'sentinel-exporter']);
    expect(podOf(apps).securityContext).toMatchObject({ runAsUser: 999, fsGroup: 999 });
  });

  it('uses 60 % of its memory for data, and may use all of it', () => {
    expect(fileOf(apps, 'redis.conf')).toContain('maxmemory 153mb\n');
    expect(first(podOf(apps).containers).resources).toMatchObject({ requests: { memory: '256Mi' }, limits: { memory: '256Mi' } });
  });

  it('refuses writes that no replica has heard of, and before a sentinel takes it for lost', () => {
    expect(fileOf(apps, 'redis.conf')).toContain('min-replicas-to-write 1\nmin-replicas-max-lag 2\n');
    expect(first(podOf(apps).containers).env).toContainEqual({ name: 'DOWN_AFTER_MILLISECONDS', value: '3000' });
  });

  it('keeps names out of the sentinels', () => {
    expect(fileOf(apps, 'sentinel.conf')).toContain('sentinel resolve-hostnames no\nsentinel announce-hostnames no\n');
  });

  it('hands over before it ends, and has time for it', () => {
    expect(first(podOf(apps).containers).lifecycle?.preStop?.exec?.command).toEqual(['sh', '/opt/redis/hand-over.sh']);
    expect(podOf(apps).terminationGracePeriodSeconds).toBe(75);
  });

  it('has no value of a secret in its files, and no password among its arguments', () => {
    const text = JSON.stringify([apps.get<ConfigMap>('ConfigMap', 'cache'), podOf(apps)]);
    expect(text).not.toMatch(/requirepass|--pass| -a /);
    expect(apps.get<SecretObject>('Secret', 'cache-credentials')).not.toHaveProperty('data');
  });

  it('talks among its members alone', () => {
    const members = [{ podSelector: { matchLabels: { 'app.kubernetes.io/name': 'cache', 'app.kubernetes.io/instance': 'cache' } } }];
    const ports = [
      { protocol: 'TCP', port: 6379 },
      { protocol: 'TCP', port: 26379 },
    ];
    expect(policyOf(apps, 'cache-to-cache')?.egress).toEqual([{ to: members, ports }]);
    expect(policyOf(apps, 'cache-from-cache')?.ingress).toEqual([{ from: members, ports }]);
  });

  it('accepts the password of the next generation, so that a rotation needs no order', () => {
    const annotations = apps.get<SecretObject>('Secret', 'cache-credentials').metadata.annotations ?? {};
    expect(annotations).toMatchObject({
      'secret.evenkeel.dev/app-password': 'derived/cache/app/1',
      'secret.evenkeel.dev/app-password-next': 'derived/cache/app/2',
    });
    expect(annotations).not.toHaveProperty('secret.evenkeel.dev/app-password-previous');
  });

  it('claims to survive a node and a zone with two of three', () => {
    expect(apps.stack.components.find(({ name }) => name === 'cache')?.claim).toEqual({ zones: 1, nodes: 1, needs: 2 });
  });

  it('has alerts and a dashboard', () => {
    const cache = apps.stack.components.find(({ name }) => name === 'cache');
    expect(cache?.alerts.map(({ name }) => name)).toEqual(expect.arrayContaining(['RedisPrimaryMissing', 'DataMembersMissing']));
    expect(cache?.dashboards.map(({ name }) => name)).toEqual(['redis-cache']);
  });
});

describe('Redis with every prop', () => {
  const apps = synth(
    (chart) =>
      new RedisSentinel(chart, 'cache', {
        engine: 'valkey',
        members: 5,
        image: 'ghcr.io/acme/valkey:9.0.0',
        storage: { size: Size.gibibytes(10), class: 'fast' },
        resources: { memory: Size.gibibytes(1) },
        maxMemoryPolicy: 'allkeys-lru',
        appendfsync: 'always',
        downAfter: Duration.seconds(5),
        generation: 3,
        nodeSelector: { disk: 'local' },
        accept: { survival: 'five members in three zones' },
        patch: { statefulSet: { spec: { revisionHistoryLimit: 2 } }, memberService: { metadata: { annotations: { owner: 'shop' } } } },
      }),
  );

  it('has them all', () => {
    expect(setOf(apps)).toMatchObject({ replicas: 5, revisionHistoryLimit: 2 });
    expect(fileOf(apps, 'redis.conf')).toContain('min-replicas-to-write 2\n');
    expect(first(setOf(apps).volumeClaimTemplates).spec).toMatchObject({
      storageClassName: 'fast',
      resources: { requests: { storage: '10240Mi' } },
    });
    expect(first(podOf(apps).containers).image).toBe('ghcr.io/acme/valkey:9.0.0');
    expect(podOf(apps).nodeSelector).toEqual({ disk: 'local' });
    expect(fileOf(apps, 'redis.conf')).toContain('maxmemory 614mb\nmaxmemory-policy allkeys-lru\nappendonly yes\nappendfsync always\n');
    expect(apps.get<Service>('Service', 'cache-4').metadata.annotations).toEqual({ owner: 'shop' });
    const { env } = first(podOf(apps).containers);
    expect(env).toEqual(
      expect.arrayContaining([
        { name: 'ENGINE', value: 'valkey' },
        { name: 'QUORUM', value: '3' },
      ]),
    );
    expect(env).toContainEqual({ name: 'DOWN_AFTER_MILLISECONDS', value: '5000' });
  });

  it('accepts three generations of passwords, and rolls its pods', () => {
    expect(apps.get<SecretObject>('Secret', 'cache-credentials').metadata.annotations).toMatchObject({
      'secret.evenkeel.dev/sentinel-password': 'derived/cache/sentinel/3',
      'secret.evenkeel.dev/sentinel-password-next': 'derived/cache/sentinel/4',
      'secret.evenkeel.dev/sentinel-password-previous': 'derived/cache/sentinel/2',
    });
    expect(setOf(apps).template.metadata.annotations?.['evenkeel.dev/secret-generations']).toBe('keeper-password/3');
  });
});

describe('a client of Redis', () => {
  it('is told the sentinels, the name they know the primary by, and its login', () => {
    const apps = synth((chart) => {
      const cache = new RedisSentinel(chart, 'cache', { generation: 2 });
      new WebService(chart, 'api', { image: IMAGE, port: 8080, uses: [cache] });
    });
    expect(variablesOf(mainOf(apps, 'api'))).toEqual({
      REDIS_SENTINELS: 'cache-0:26379,cache-1:26379,cache-2:26379',
      REDIS_MASTER_NAME: 'cache',
      REDIS_USERNAME: 'app',
      REDIS_PASSWORD: 'Secret/cache-credentials/app-password',
      REDIS_SENTINEL_USERNAME: 'app',
      REDIS_SENTINEL_PASSWORD: 'Secret/cache-credentials/app-password',
    });
    expect(policyOf(apps, 'api-to-cache')?.egress?.[0]?.ports).toEqual([
      { protocol: 'TCP', port: 6379 },
      { protocol: 'TCP', port: 26379 },
    ]);
  });

  it('may have a prefix', () => {
    const apps = synth((chart) => {
      new WebService(chart, 'api', { image: IMAGE, port: 8080, uses: [new RedisSentinel(chart, 'cache').as('SESSIONS')] });
    });
    expect(variablesOf(mainOf(apps, 'api'))).toMatchObject({ SESSIONS_REDIS_MASTER_NAME: 'cache' });
  });
});

describe('a Redis that cannot be', () => {
  const refused = (props: ConstructorParameters<typeof RedisSentinel>[2]) => refusal((chart) => new RedisSentinel(chart, 'cache', props));

  it('has an odd number of members', () => {
    expect(refused({ members: 4, accept: { survival: 'four' } })).toContain(
      '[test] redis-sentinel "cache": members is an odd number from 3 to 7, of which the loss of a minority is outvoted (got 4); use 3 or 5',
    );
    expect(refused({ members: 1, accept: { survival: 'one' } })).toContain(
      '[test] redis-sentinel "cache": members is an odd number from 3 to 7, of which the loss of a minority is outvoted (got 1); use 3 or 5',
    );
  });

  it('has memory and storage that fit', () => {
    expect(refused({ resources: { memory: Size.mebibytes(32) } })).toContain(
      '[test] redis-sentinel "cache": resources.memory is at least 64Mi, an empty server with its buffers and a rewrite (got 32Mi after the environment\'s sizes); raise it',
    );
    expect(refused({ resources: { memory: Size.gibibytes(2) }, storage: { size: Size.gibibytes(3) } })).toContain(
      '[test] redis-sentinel "cache": storage.size is at least three times the memory, for the log and its rewritten copy ' +
        "(got 3072Mi for 2048Mi of memory after the environment's sizes); raise it",
    );
  });

  it('has memory and storage that fit also where one of them is the default, or the environment makes them smaller', () => {
    expect(refused({ resources: { memory: Size.gibibytes(4) } })).toEqual([expect.stringContaining('(got 4096Mi for 4096Mi of memory')]);
    expect(refusal((chart) => new RedisSentinel(chart, 'cache'), { sizes: { memory: 0.1 } })).toContainEqual(
      expect.stringContaining('resources.memory is at least 64Mi'),
    );
    expect(refused({ resources: { memory: Size.mebibytes(128), memoryLimit: Size.mebibytes(256) } })).toEqual([
      expect.stringContaining("a member's memory limit is its request"),
    ]);
  });

  it('has a generation and a patience that mean something', () => {
    expect(refused({ generation: 0 })).toEqual([
      '[test] redis-sentinel "cache": generation is a whole number from 1 on (got 0); raise it by one to rotate the passwords',
    ]);
    expect(refused({ downAfter: Duration.millis(500) })).toEqual([
      '[test] redis-sentinel "cache": downAfter is at least 3 s, in which a primary that is cut off mostly stops to accept writes (got 500 ms); leave it out for 3 s',
    ]);
  });

  it('has no proxy to use unless it is asked for one', () => {
    expect(
      refusal((chart) => {
        const cache = new RedisSentinel(chart, 'cache');
        new WebService(chart, 'api', { image: IMAGE, port: 8080, uses: [cache.proxy] });
      }),
    ).toEqual(['[test] redis-sentinel "cache": it has no proxy for clients to use; add proxy: {} to it, or use the sentinels']);
  });
});
