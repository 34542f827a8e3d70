import { Duration, Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { type Alert, type Claim, Component } from '../../core/component.js';
import { type Connectable, Connection } from '../../core/connection.js';
import type { Dashboard } from '../../core/dashboard.js';
import { selectorLabels } from '../../core/labels.js';
import { parseMebibytes } from '../../core/quantities.js';
import { egressPolicy, ingressPolicy } from '../../network/policies.objects.js';
import { containerResources } from '../../workload/pod/resources.js';
import { addMetricsAccess, addStatefulSet } from '../stateful-set/add-stateful-set.js';
import { memberClaim } from '../stateful-set/member-claim.js';
import { memberNames, peersOf, storageMebibytes } from '../stateful-set/stateful-set.objects.js';
import { checkRedis } from './check-redis.js';
import { credentialsVolume, exporter, prepare, SCRIPTS, script, sentinel, serverProbes } from './containers.js';
import { addCredentials, credentialsOf, password } from './credentials.js';
import { RedisProxy } from './proxy/redis-proxy.js';
import { redisAlerts } from './redis-sentinel.alerts.js';
import { redisDashboard } from './redis-sentinel.dashboard.js';
import { files } from './redis-sentinel.files.js';
import { EXPORTER_PORT, memberService, REDIS_PORT, SENTINEL_EXPORTER_PORT, SENTINEL_PORT } from './redis-sentinel.objects.js';
import type { RedisSentinelProps } from './redis-sentinel.props.js';
import { addServerCertificate, authorityFile, authorityOf, certificateVolume, cliArguments } from './tls.js';

const IMAGES = { redis: 'docker.io/library/redis:8.2.3', valkey: 'docker.io/valkey/valkey:8.1.4' };
const EXPORTER_IMAGE = 'docker.io/oliver006/redis_exporter:v1.80.0';
/** Of the official images. */
const REDIS_USER = 999;

const DEFAULT_MEMBERS = 3;
const DEFAULT_STORAGE = Size.gibibytes(4);
const DEFAULT_MEMORY = Size.mebibytes(256);
const DEFAULT_CPU = Cpu.millis(100);
const DEFAULT_DOWN_AFTER = Duration.seconds(3);
/** Longer than sentinels and proxies take to see that a member follows again. */
const MIN_READY = Duration.seconds(10);
/** Long enough for replicas to catch up and sentinels to agree; who waits for a write waits no longer. */
const HAND_OVER_SECONDS = 8;

/**
 * Redis (or Valkey): three members, each a server and a sentinel. One is the primary; where it is lost, the sentinels promote
 * the replica that has most of it.
 *
 * Survives in production the loss of a pod, a node or a zone, a drain and a rolling update. A lost primary is replaced in 4 to
 * 7 s: 3 s of silence (`downAfter`), up to 1 s between two questions, the vote, and up to 1 s until clients are told. A planned
 * hand-over takes 1 to 2 s. A write that `WAIT 1` has confirmed stays; one that was only answered may be lost with its primary,
 * if it was not copied (milliseconds, or up to 4 s behind a partition). A failure of power in all nodes at once costs up to a
 * second of writes, unless `appendfsync` is `always`. With less than a majority of members nothing is written.
 *
 * @example
 * const cache = new RedisSentinel(this, 'cache', { resources: { memory: Size.gibibytes(1) }, proxy: {} });
 * new WebService(this, 'api', { image, port: 8080, uses: [cache] });        // its client knows sentinels
 * new WebService(this, 'legacy', { image, port: 8080, uses: [cache.proxy] }); // its client knows one address
 */
export class RedisSentinel extends Component implements Connectable {
  readonly endpoints = [
    { name: 'redis', port: REDIS_PORT, protocol: 'tcp' },
    { name: 'sentinel', port: SENTINEL_PORT, protocol: 'tcp' },
  ] as const;
  readonly alerts: readonly Alert[];
  readonly claim: Claim;
  override readonly dashboards: readonly Dashboard[];
  private readonly members: readonly string[];
  private readonly ownProxy: RedisProxy | undefined;

  constructor(
    scope: Construct,
    name: string,
    readonly props: RedisSentinelProps = {},
  ) {
    super(scope, name, { kind: 'redis-sentinel', stage: 'data', accept: props.accept });
    const { members = DEFAULT_MEMBERS, generation = 1, tls = 'off', patch = {} } = props;
    this.members = memberNames(name, members);

    addCredentials(this, generation);
    if (tls === 'on') addServerCertificate(this, this.members, `${name}-proxy`, generation);
    for (const member of this.members) this.add(`service-${member}`, memberService(this, member), patch.memberService);
    this.addMembers();
    this.openAmongMembers();
    addMetricsAccess(this, [EXPORTER_PORT, SENTINEL_EXPORTER_PORT]);

    this.ownProxy = props.proxy && new RedisProxy({ ...props.proxy, cluster: this, members: this.members, generation, tls });

    this.dashboards = [redisDashboard(this)];
    this.alerts = redisAlerts(this, members, tls);
    this.claim = memberClaim(this.environment, quorum(members));
  }

  /**
   * For clients that ask the sentinels who leads: `REDIS_SENTINELS` (host:port, separated by commas), `REDIS_MASTER_NAME`, and
   * the login at servers and sentinels. A client should ask them in any order, and again after each error.
   */
  connection(): Connection {
    const { name, props } = this;
    const secret = password(name, 'app', props.generation ?? 1);
    return new Connection({
      target: this,
      variables: {
        REDIS_SENTINELS: this.members.map((member) => `${member}:${SENTINEL_PORT}`).join(','),
        REDIS_MASTER_NAME: name,
        REDIS_USERNAME: 'app',
        REDIS_PASSWORD: secret,
        REDIS_SENTINEL_USERNAME: 'app',
        REDIS_SENTINEL_PASSWORD: secret,
        ...(props.tls === 'on' ? { REDIS_TLS_CA: authorityFile(name) } : {}),
      },
      files: props.tls === 'on' ? authorityOf(name) : undefined,
      at: { pods: [this.identity()] },
      ports: [REDIS_PORT, SENTINEL_PORT],
      waitFor: { host: peersOf(name), port: SENTINEL_PORT },
    });
  }

  /** For clients that know one address only: `REDIS_HOST`, `REDIS_PORT` and `REDIS_URL`. */
  get proxy(): Connectable {
    if (this.ownProxy) return this.ownProxy;
    this.report('it has no proxy for clients to use; add proxy: {} to it, or use the sentinels');
    return this;
  }

  /** The connection with another prefix for its variables. */
  as(prefix: string): Connection {
    return this.connection().as(prefix);
  }

  private addMembers(): void {
    const { environment, name, props, members } = this;
    const { engine = 'redis', generation = 1, downAfter = DEFAULT_DOWN_AFTER, tls = 'off' } = props;
    const image = props.image ?? IMAGES[engine];
    const memory = props.resources?.memory ?? DEFAULT_MEMORY;
    const resources = { cpu: DEFAULT_CPU, ...props.resources, memory, memoryLimit: memory };
    const limit = parseMebibytes(String(containerResources(resources, environment).limits?.memory));
    const storage = props.storage ?? { size: DEFAULT_STORAGE };
    checkRedis(this, props, { members: members.length, memory: limit, volume: storageMebibytes(storage.size, environment) });

    const variables = {
      CLUSTER: name,
      NAMESPACE: environment.namespace,
      MEMBERS: members.join(' '),
      QUORUM: String(quorum(members.length)),
      ENGINE: engine,
      DOWN_AFTER_MILLISECONDS: String(downAfter.toMilliseconds()),
      HAND_OVER_SECONDS: String(HAND_OVER_SECONDS),
      ...(tls === 'on' ? { TLS_ARGUMENTS: cliArguments } : {}),
    };
    const keeper = password(name, 'keeper', generation);
    const variablesInside = [
      ...Object.entries(variables).map(([variable, value]) => ({ name: variable, value })),
      { name: 'KEEPER_PASSWORD', valueFrom: { secretKeyRef: { name: credentialsOf(name), key: keeper.key } } },
    ];
    const member = { image, variables: variablesInside, tls };
    addStatefulSet(
      this,
      {
        ...props,
        image,
        resources,
        user: REDIS_USER,
        command: script('start.sh'),
        env: { ...variables, KEEPER_PASSWORD: keeper },
        config: { mountPath: SCRIPTS, files: files(props, members.length, limit) },
        volumes: [credentialsVolume(name), ...(tls === 'on' ? [certificateVolume(name)] : [])],
        initContainers: [prepare(member)],
        containers: [
          sentinel(member, environment),
          exporter({ image: EXPORTER_IMAGE, component: name, of: 'redis', tls }, environment),
          exporter({ image: EXPORTER_IMAGE, component: name, of: 'sentinel', tls }, environment),
        ],
      },
      {
        replicas: members.length,
        ports: [{ name: 'redis', containerPort: REDIS_PORT }],
        probes: serverProbes,
        preStop: { command: script('hand-over.sh'), seconds: HAND_OVER_SECONDS + 2 },
        // The log is synced, or a rewrite ended; after that it would be the kernel that writes.
        shutdown: Duration.seconds(60),
        minReady: MIN_READY,
        storage,
        mountPath: '/data',
        patch: props.patch?.statefulSet,
      },
    );
  }

  /** Servers and sentinels talk to each other, and to themselves by way of their own Service. */
  private openAmongMembers(): void {
    const members = [{ podSelector: { matchLabels: selectorLabels(this.identity()) } }];
    const ports = [REDIS_PORT, SENTINEL_PORT];
    this.add('to-members', egressPolicy(this.identity(), this.name, members, ports));
    this.add('from-members', ingressPolicy(this.identity(), this.name, members, ports));
  }
}

const quorum = (members: number): number => Math.floor(members / 2) + 1;
