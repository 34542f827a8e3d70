import { Duration, Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { addSecrets } from '../../core/add-secrets.js';
import { addCertificate, serviceHosts } from '../../core/certificates.js';
import { type Alert, type Claim, Component, type Endpoint } from '../../core/component.js';
import type { Connectable, Connection } from '../../core/connection.js';
import type { Dashboard } from '../../core/dashboard.js';
import { parseMebibytes } from '../../core/quantities.js';
import { containerResources } from '../../workload/pod/resources.js';
import { addMetricsAccess, addStatefulSet } from '../stateful-set/add-stateful-set.js';
import { memberClaim } from '../stateful-set/member-claim.js';
import { memberHosts, storageMebibytes } from '../stateful-set/stateful-set.objects.js';
import { addBackup, backupAlerts, backupPanels } from './backup/index.js';
import { checkPostgres } from './check-postgres.js';
import { membersConnection, postgresConnection } from './connections.js';
import { credentialsOf, loginOf, passwords, rolesOf } from './logins.js';
import { memberWorkload } from './member.js';
import { openPeers } from './open-peers.js';
import { Pooler } from './pooler/pooler.js';
import { POOLER_PORT } from './pooler/pooler.objects.js';
import { postgresAlerts } from './postgres-cluster.alerts.js';
import { postgresDashboard } from './postgres-cluster.dashboard.js';
import { EXPORTER_PORT, POSTGRES_PORT, REST_PORT, roleService } from './postgres-cluster.objects.js';
import type { PostgresClusterProps } from './postgres-cluster.props.js';
import { probes, stopHook } from './probes.js';
import { addSetUpTask } from './set-up-task.js';

const DEFAULT_IMAGE = 'ghcr.io/zalando/spilo-17:4.0-p3';
/** `postgres` of the image. */
const USER = 101;
const DEFAULT_MEMBERS = 3;
const DEFAULT_RESOURCES = { cpu: Cpu.millis(500), memory: Size.mebibytes(512) };
const DEFAULT_STORAGE = { size: Size.gibibytes(10) };
/** PostgreSQL ends its sessions, writes what is dirty and lets replicas catch up; Zalando's operator allows as much. */
const SHUTDOWN = Duration.minutes(5);
/** Longer than DNS and Services take to follow a pod that is new. */
const MIN_READY = Duration.seconds(10);

/**
 * PostgreSQL 17 under Patroni: one leader, and replicas of which one at least has every commit before it is acknowledged.
 *
 * Survives in production the loss of a member, a node or a zone, a drain and a rolling update: nothing that was acknowledged
 * is lost. Writes wait for at most 25 s when the leader is gone without a word, 10 s when its process is killed, and 5 s when
 * it hands over (docs/failover.md). Where no replica is there to confirm, production's writes wait, and other tiers' go on.
 *
 * @example
 * const orders = new PostgresCluster(this, 'orders-db', { database: 'orders' });
 * new WebService(this, 'api', { image, port: 8080, uses: [orders] });
 * new MigrationTask(this, 'migrate', { image, args: ['migrate'], uses: [orders.direct] });
 */
export class PostgresCluster extends Component implements Connectable {
  readonly endpoints: readonly Endpoint[] = [
    { name: 'postgres', port: POSTGRES_PORT, protocol: 'tcp' },
    { name: 'metrics', port: EXPORTER_PORT, protocol: 'http' },
  ];
  readonly alerts: readonly Alert[];
  override readonly dashboards: readonly Dashboard[];
  readonly claim: Claim;
  private readonly pooler: Pooler | undefined;

  constructor(
    scope: Construct,
    name: string,
    readonly props: PostgresClusterProps,
  ) {
    super(scope, name, { kind: 'postgres-cluster', stage: 'data', accept: props.accept });
    const { members = DEFAULT_MEMBERS, storage = DEFAULT_STORAGE, image = DEFAULT_IMAGE, parameters = {} } = props;
    const { namespace, tier } = this.environment;
    const production = tier === 'production';
    const resources = { ...DEFAULT_RESOURCES, ...props.resources };
    const memory = parseMebibytes(String(containerResources(resources, this.environment).requests?.memory));
    const volume = storageMebibytes(storage.size, this.environment);
    const certificate = `${name}-tls`;
    checkPostgres(this, props, { members, memory, volume });

    addSecrets(this, credentialsOf(name), passwords(props));
    addCertificate(this, certificate, { hosts: this.hosts(members), generation: props.generation });
    const storageClass = props.storage?.class ?? this.environment.storageClass;
    const backup = addBackup(this, props, { image, user: USER, members, generation: props.generation, storageClass, volume });
    const workload = memberWorkload(
      { name, certificate, members, memory },
      { ...props, image, user: USER, resources: { ...resources, memoryLimit: resources.memory } },
      { name, namespace, members, parameters, memory, volume, strict: production, backup },
      backup,
    );
    addStatefulSet(this, workload, {
      replicas: members,
      ports: [
        { name: 'postgres', containerPort: POSTGRES_PORT },
        { name: 'rest-api', containerPort: REST_PORT },
      ],
      probes,
      preStop: stopHook,
      shutdown: SHUTDOWN,
      minReady: MIN_READY,
      storage,
      mountPath: '/data',
      patch: props.patch?.statefulSet,
    });
    this.add('service', roleService(this, name, 'primary'));
    this.add('replicas-service', roleService(this, `${name}-replicas`, 'replica'));
    openPeers(this);
    addMetricsAccess(this, [REST_PORT, EXPORTER_PORT]);
    addSetUpTask(this, image, USER, props);
    this.pooler = this.addPooler(production);

    const dashboard = postgresDashboard(this);
    this.dashboards = [props.backup ? { ...dashboard, panels: [...dashboard.panels, ...backupPanels(this)] } : dashboard];
    this.alerts = [...postgresAlerts(this), ...(props.backup ? backupAlerts(this, props.backup) : [])];
    this.claim = memberClaim(this.environment, (members + 1) / 2);
  }

  /** Reads and writes as the owner of the database, through the pooler where there is one. */
  connection(): Connection {
    return this.user(this.props.database);
  }

  /** The connection with another prefix for its variables. */
  as(prefix: string): Connection {
    return this.connection().as(prefix);
  }

  /** Past the pooler: for migrations, and for what lasts longer than a transaction (LISTEN, advisory locks, SET). */
  get direct(): Connection {
    return this.user(this.props.database, 'direct');
  }

  /** As the owner, to the replicas: they may be a moment behind, and nothing can be written there. */
  get readOnly(): Connection {
    return this.user(this.props.database, 'replicas');
  }

  /** As one of `users`. `primary` goes through the pooler where there is one, `direct` and `replicas` go past it. */
  user(name: string, to: 'primary' | 'direct' | 'replicas' = 'primary'): Connection {
    const { database, generation = 1 } = this.props;
    const known = rolesOf(this.props);
    if (!known.includes(name)) this.report(`has no user "${name}" (it has ${known.join(', ')}); add it to users`);
    const target = to === 'primary' ? (this.pooler ?? this) : this;
    return postgresConnection({
      cluster: this.name,
      target,
      host: to === 'replicas' ? `${this.name}-replicas` : target.name,
      podPort: target === this ? POSTGRES_PORT : POOLER_PORT,
      database,
      login: loginOf(name, generation),
      words: `${to} as ${name}`,
      session: target === this ? (to === 'replicas' ? 'any' : 'read-write') : undefined,
    });
  }

  private hosts(members: number): string[] {
    const { namespace } = this.environment;
    const own = memberHosts(this.name, members);
    return [...serviceHosts(this.name, namespace), ...serviceHosts(`${this.name}-replicas`, namespace), ...own];
  }

  private addPooler(production: boolean): Pooler | undefined {
    const { pooler = production ? {} : 'none' } = this.props;
    return pooler === 'none'
      ? undefined
      : new Pooler({ ...pooler, cluster: this, clusterProps: this.props, members: membersConnection(this) });
  }
}
