import { Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import { describe, expect, it } from 'vitest';
import {
  type Chart,
  type ConfigMap,
  type Environment,
  PostgresCluster,
  type PostgresClusterProps,
  type SecretObject,
  type Service,
  type StatefulSet,
  WebService,
} from '../../lib/index.js';
import { IMAGE, refusal, synth } from '../support/apps.js';
import { defined, deploymentOf, first, jobOf, mainOf, objectsOf, podOf, policyOf, variablesOf } from '../support/objects.js';

const database = 'orders';
const cluster =
  (props: Partial<PostgresClusterProps> = {}) =>
  (chart: Chart) => {
    new PostgresCluster(chart, 'orders-db', { database, ...props });
  };
const staging = { tier: 'staging' } as const satisfies Partial<Environment>;

const setOf = (props: Partial<PostgresClusterProps> = {}, environment: Partial<Environment> = {}) =>
  synth(cluster(props), environment).get<StatefulSet>('StatefulSet', 'orders-db');
const filesOf = (props: Partial<PostgresClusterProps> = {}, environment: Partial<Environment> = {}, name = 'orders-db') =>
  defined(synth(cluster(props), environment).get<ConfigMap>('ConfigMap', name).data);
const storeOf = (props: Partial<PostgresClusterProps> = {}, environment: Partial<Environment> = {}): Record<string, unknown> =>
  JSON.parse(JSON.parse(defined(filesOf(props, environment)['store.json'])).metadata.annotations.config);

describe('a PostgreSQL cluster with nothing but a database', () => {
  it('is three members, their Services, a task that sets up the database, and in production a pooler', () => {
    const apps = synth(cluster());
    expect(objectsOf(apps, 'orders-db')).toEqual([
      'ConfigMap/orders-db',
      'NetworkPolicy/orders-db-from-network.metrics',
      'NetworkPolicy/orders-db-from-orders-db',
      'NetworkPolicy/orders-db-from-orders-db-pooler',
      'NetworkPolicy/orders-db-from-orders-db-set-up',
      'NetworkPolicy/orders-db-to-network.api-server',
      'NetworkPolicy/orders-db-to-orders-db',
      'PodDisruptionBudget/orders-db',
      'Role/orders-db',
      'RoleBinding/orders-db',
      'Secret/orders-db-credentials',
      'Secret/orders-db-tls',
      'Service/orders-db',
      'Service/orders-db-peers',
      'Service/orders-db-replicas',
      'ServiceAccount/orders-db',
      'StatefulSet/orders-db',
    ]);
    expect(apps.get<StatefulSet>('StatefulSet', 'orders-db').spec.replicas).toBe(3);
    expect(deploymentOf(apps, 'orders-db-pooler').spec.replicas).toBe(3);
    expect(jobOf(apps, 'orders-db-set-up').spec?.activeDeadlineSeconds).toBe(600);
  });

  it('has a Service for the leader and one for replicas, by the label that Patroni sets', () => {
    const apps = synth(cluster());
    const selectorOf = (name: string) => apps.get<Service>('Service', name).spec?.selector;
    const pods = { 'app.kubernetes.io/name': 'orders-db', 'app.kubernetes.io/instance': 'orders-db' };
    expect(selectorOf('orders-db')).toEqual({ ...pods, role: 'primary' });
    expect(selectorOf('orders-db-replicas')).toEqual({ ...pods, role: 'replica' });
    expect(selectorOf('orders-db-peers')).toEqual(pods);
  });

  it('never changes what Kubernetes refuses to change, nor restarts members for a version of the library', () => {
    const { metadata, spec } = setOf({ generation: 2 });
    expect(metadata.name).toBe('orders-db');
    expect(spec.serviceName).toBe('orders-db-peers');
    expect(spec.podManagementPolicy).toBe('Parallel');
    expect(spec.selector.matchLabels).toEqual({ 'app.kubernetes.io/name': 'orders-db', 'app.kubernetes.io/instance': 'orders-db' });
    expect(spec.volumeClaimTemplates).toEqual([
      {
        metadata: { name: 'data', labels: spec.selector.matchLabels },
        spec: { accessModes: ['ReadWriteOnce'], storageClassName: undefined, resources: { requests: { storage: '10240Mi' } } },
      },
    ]);
  });

  it('does not roll its members when passwords change: they read their files again', () => {
    expect(setOf({ generation: 2 }).spec.template).toEqual(setOf().spec.template);
  });

  it('confirms each commit on a second member; in production writes wait where there is none', () => {
    expect(storeOf()).toMatchObject({ synchronous_mode: 'quorum', synchronous_node_count: 1, synchronous_mode_strict: true });
    const nodes = { cpu: Cpu.units(8), memory: Size.gibibytes(32), perZone: 3 };
    expect(storeOf({ members: 5 }, { nodes })).toMatchObject({ synchronous_node_count: 2 });
    expect(storeOf({}, staging)).toMatchObject({ synchronous_mode: 'quorum', synchronous_mode_strict: false });
  });

  it("keeps Patroni's rule of the three times, and hands over rather than recovers", () => {
    const store = storeOf() as Record<'ttl' | 'loop_wait' | 'retry_timeout' | 'primary_start_timeout', number>;
    expect(store.loop_wait + 2 * store.retry_timeout).toBeLessThanOrEqual(store.ttl);
    expect(store.ttl).toBe(20);
    expect(store.primary_start_timeout).toBe(0);
    expect(storeOf().failsafe_mode).toBe(true);
  });

  it('keeps logical slots, which Patroni does not know', () => {
    expect(storeOf().ignore_slots).toEqual([{ type: 'logical' }]);
    expect(filesOf()['patroni.yml']).toContain('ignore_slots:\n      - type: logical\n');
    const { alerts } = defined(synth(cluster()).stack.components.find(({ name }) => name === 'orders-db'));
    expect(alerts.find(({ name }) => name === 'PostgresSlotInactive')?.expr).toMatch(/ or .*slot_type="logical"} == 0$/);
  });

  it('is alive while Patroni is, and ready by its role', () => {
    const main = first(setOf().spec.template.spec.containers);
    expect(main.livenessProbe?.httpGet).toMatchObject({ scheme: 'HTTPS', path: '/liveness' });
    expect(main.readinessProbe?.exec?.command).toEqual(['bash', '/etc/postgres/ready.sh', '64MB']);
    const secondsOf = ({ periodSeconds = 0, failureThreshold = 0 }: NonNullable<typeof main.readinessProbe>) =>
      periodSeconds * failureThreshold;
    expect(secondsOf(defined(main.readinessProbe))).toBeGreaterThan(25);
    expect(secondsOf(defined(main.startupProbe))).toBe(1800);
    expect(main.lifecycle?.preStop?.exec?.command).toEqual(['bash', '/etc/postgres/stop.sh']);
    expect(setOf().spec.template.spec.terminationGracePeriodSeconds).toBe(350);
  });

  it('lets members reach each other and the API server, and Prometheus read both kinds of metrics', () => {
    const apps = synth(cluster());
    const ports = [5432, 8008].map((port) => ({ protocol: 'TCP', port }));
    expect(policyOf(apps, 'orders-db-to-orders-db')?.egress?.[0]?.ports).toEqual(ports);
    expect(policyOf(apps, 'orders-db-from-orders-db')?.ingress?.[0]?.ports).toEqual(ports);
    expect(policyOf(apps, 'orders-db-to-network.api-server')?.egress?.[0]?.ports).toEqual([{ protocol: 'TCP', port: 6443 }]);
    expect(policyOf(apps, 'orders-db-from-network.metrics')?.ingress?.[0]?.ports?.map(({ port }) => port)).toEqual([8008, 9187]);
  });

  it('holds no password anywhere but in the Secret, by reference', () => {
    const secret = synth(cluster()).get<SecretObject>('Secret', 'orders-db-credentials');
    expect(secret.data).toBeUndefined();
    expect(secret.metadata.annotations).toEqual({
      'secret.evenkeel.dev/superuser-password': 'derived/orders-db/superuser/1',
      'secret.evenkeel.dev/replication-password': 'derived/orders-db/replication/1',
      'secret.evenkeel.dev/rewind-password': 'derived/orders-db/rewind/1',
      'secret.evenkeel.dev/rest-api-password': 'derived/orders-db/rest-api/1',
      'secret.evenkeel.dev/orders-password': 'derived/orders-db/user-orders/1',
    });
  });
});

describe("a PostgreSQL cluster's members", () => {
  it('let nobody in without TLS, but the pod itself over its socket', () => {
    const hba = /pg_hba:\n((?: {4}- .*\n)+)/.exec(defined(filesOf()['patroni.yml']))?.[1] ?? '';
    const kinds = hba.match(/(?<=- )\w+/g);
    expect(kinds).toEqual(['local', 'local', 'local', 'hostssl', 'hostssl']);
    expect(hba).not.toContain('trust');
  });

  it('keep their private key from everybody but themselves', () => {
    const tls = setOf().spec.template.spec.volumes?.find(({ name }) => name === 'tls');
    expect(tls?.secret?.defaultMode).toBe(0o440);
  });

  it('hand over to a member that has been rolled, where there is one', () => {
    // Highest first above the own ordinal, then lowest first below it.
    expect(filesOf()['stop.sh']).toContain('$(seq $((MEMBERS - 1)) -1 $((ordinal + 1))) $(seq 0 $((ordinal - 1)))');
  });

  it('have a grace period that holds the hand-over and the shutdown', () => {
    const { terminationGracePeriodSeconds = 0 } = setOf().spec.template.spec;
    expect(terminationGracePeriodSeconds).toBeGreaterThan(25 + 300);
  });
});

describe('alerts of a PostgreSQL cluster', () => {
  it('are about this cluster in this namespace, and no other', () => {
    const { alerts } = defined(synth(cluster()).stack.components.find(({ name }) => name === 'orders-db'));
    expect(alerts.map(({ name }) => name)).toContain('PostgresNoLeader');
    for (const { name, expr } of alerts) {
      expect(expr, name).toMatch(/(secret_)?namespace="test"/);
      expect(expr, name).toContain('orders-db');
    }
  });

  it('say that nobody leads or confirms where no member is left to say anything', () => {
    const { alerts } = defined(synth(cluster()).stack.components.find(({ name }) => name === 'orders-db'));
    const exprOf = (alert: string) => defined(alerts.find(({ name }) => name === alert)).expr;
    for (const name of ['PostgresNoLeader', 'PostgresNoSynchronousReplica'])
      expect(exprOf(name), name).toMatch(/^\(.* or vector\(0\)\) < 1$/);
  });
});

describe("a PostgreSQL cluster's settings", () => {
  it('follow from the memory and the volume', () => {
    const file = defined(
      filesOf({ resources: { memory: Size.gibibytes(4) }, storage: { size: Size.gibibytes(100) }, pooler: 'none' })['patroni.yml'],
    );
    for (const line of [
      'shared_buffers: 1024MB',
      'effective_cache_size: 3072MB',
      'maintenance_work_mem: 256MB',
      'work_mem: 10MB',
      'max_wal_size: 10240MB',
      'max_slot_wal_keep_size: 30720MB',
    ]) {
      expect(file).toContain(line);
    }
    const [main] = setOf({ resources: { memory: Size.gibibytes(4) } }).spec.template.spec.containers;
    expect(main?.resources?.limits?.memory).toBe('4096Mi');
    expect(main?.resources?.requests?.memory).toBe('4096Mi');
  });

  it('are over the defaults, each where Patroni looks for it, and roll the members', () => {
    const parameters = { work_mem: '32MB', max_connections: 300 };
    expect(filesOf({ parameters })['patroni.yml']).toContain('work_mem: 32MB');
    expect(storeOf({ parameters })).toMatchObject({ postgresql: { parameters: { max_connections: 300 } } });
    expect(setOf({ parameters }).spec.template.metadata.annotations).not.toEqual(setOf().spec.template.metadata.annotations);
  });
});

describe('users of a PostgreSQL cluster', () => {
  const users = [
    { name: 'reports', access: 'read' },
    { name: 'importer', access: 'write' },
  ] as const;

  it('are declared in SQL that may run again', () => {
    const sql = defined(filesOf({ users, extensions: ['pg_trgm'], pooler: { poolSize: 5 } }, {}, 'orders-db-set-up')['set-up.sql']);
    expect(sql).toContain(
      `SELECT 'CREATE ROLE "reports" NOLOGIN' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'reports') \\gexec`,
    );
    expect(sql).toContain('CREATE EXTENSION IF NOT EXISTS "pg_trgm";');
    expect(sql).toContain('ALTER ROLE "orders_1" LOGIN PASSWORD :\'password\';');
  });

  const accessOf = (props: Partial<PostgresClusterProps>) => {
    const sql = defined(filesOf({ pooler: { poolSize: 5 }, ...props }, {}, 'orders-db-set-up')['set-up.sql']);
    return defined(/^BEGIN;\n([\s\S]*)^COMMIT;\n/m.exec(sql)?.[1]);
  };

  it('read or write in every schema that is there, and in what the owner will make', () => {
    const sql = accessOf({ users });
    expect(sql).toContain(`('GRANT USAGE ON SCHEMA %I TO "reports"')`);
    for (const { name } of users) {
      expect(sql).toContain(
        `('GRANT SELECT ON ALL TABLES IN SCHEMA %I TO "${name}"'), ('GRANT SELECT ON ALL SEQUENCES IN SCHEMA %I TO "${name}"')`,
      );
      expect(sql).toContain(`ALTER DEFAULT PRIVILEGES FOR ROLE "orders" GRANT SELECT ON TABLES TO "${name}";`);
    }
    expect(sql).toContain(`('GRANT INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA %I TO "importer"')`);
    expect(sql).toContain('ALTER DEFAULT PRIVILEGES FOR ROLE "orders" GRANT INSERT, UPDATE, DELETE ON TABLES TO "importer";');
  });

  it('that may only read lose what they may have had, in the same transaction, and nothing else', () => {
    const sql = accessOf({ users });
    expect(sql).toContain(`('REVOKE INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA %I FROM "reports"')`);
    expect(sql).toContain('ALTER DEFAULT PRIVILEGES FOR ROLE "orders" REVOKE INSERT, UPDATE, DELETE ON TABLES FROM "reports";');
    expect(sql).not.toMatch(/REVOKE [^;]*SELECT[^;]* FROM "/);
    expect(sql).not.toMatch(/REVOKE .* FROM "importer"/);
  });

  it('that nobody declares any more are shut out, by the comment that the set-up gave their logins', () => {
    const sql = defined(filesOf({ users, pooler: { poolSize: 5 } }, {}, 'orders-db-set-up')['set-up.sql']);
    for (const login of ['orders_1', 'reports_1', 'importer_1']) expect(sql).toContain(`COMMENT ON ROLE "${login}" IS 'made by Evenkeel';`);
    expect(sql.match(/COMMENT ON ROLE/g)).toHaveLength(3);
    const undeclared = `WHERE shobj_description(oid, 'pg_authid') = 'made by Evenkeel' AND regexp_replace(rolname, '_[0-9]+$', '') NOT IN ('orders', 'reports', 'importer')`;
    const shutOut = defined(sql.split('\n').find((line) => line.includes('ALTER ROLE %I NOLOGIN') && line.includes('undeclared')));
    expect(shutOut).toContain(undeclared);
    const taken = accessOf({ users })
      .split('\n')
      .filter((line) => line.includes('REVOKE ALL'));
    expect(taken).toHaveLength(2);
    for (const line of taken) expect(line).toContain(undeclared);
  });

  it('take turns between two logins when passwords rotate, so that those who have not been rolled go on', () => {
    const apps = synth(cluster({ generation: 3 }));
    expect(variablesOf(mainOf(apps, 'orders-db-pooler'))).toEqual({
      ORDERS_2_PASSWORD: 'Secret/orders-db-credentials/orders-password-before',
      ORDERS_3_PASSWORD: 'Secret/orders-db-credentials/orders-password',
    });
    const { annotations } = apps.get<SecretObject>('Secret', 'orders-db-credentials').metadata;
    expect(annotations?.['secret.evenkeel.dev/orders-password-before']).toBe('derived/orders-db/user-orders/2');
    expect(annotations?.['secret.evenkeel.dev/orders-password']).toBe('derived/orders-db/user-orders/3');
    const sql = defined(filesOf({ generation: 3 }, {}, 'orders-db-set-up')['set-up.sql']);
    expect(sql).toContain(`rolname ~ '^orders_[0-9]+$' AND rolcanlogin AND rolname NOT IN ('orders_3', 'orders_2')`);
  });
});

describe('a connection to a PostgreSQL cluster', () => {
  const client = (uses: (orders: PostgresCluster) => WebService['props']['uses'], props: Partial<PostgresClusterProps> = {}) =>
    synth((chart) => {
      const orders = new PostgresCluster(chart, 'orders-db', { database, ...props });
      new WebService(chart, 'api', { image: IMAGE, port: 8080, uses: uses(orders) });
    });
  const own = {
    PGPORT: '5432',
    PGDATABASE: 'orders',
    PGUSER: 'orders_1',
    PGPASSWORD: 'Secret/orders-db-credentials/orders-password',
    PGSSLMODE: 'verify-full',
    PGCONNECT_TIMEOUT: '5',
  };
  const url = (authority: string) =>
    `postgresql://$(PGUSER):$(PGPASSWORD)@$(PGHOST):$(PGPORT)/$(PGDATABASE)?sslmode=verify-full&sslrootcert=${authority}`;

  it('goes through the pooler, with the variables that libpq knows', () => {
    const apps = client((orders) => [orders]);
    expect(variablesOf(mainOf(apps, 'api'))).toEqual({
      ...own,
      PGHOST: 'orders-db-pooler',
      PGSSLROOTCERT: '/etc/orders-db-pooler/ca.crt',
      DATABASE_URL: url('/etc/orders-db-pooler/ca.crt'),
    });
    expect(policyOf(apps, 'api-to-orders-db-pooler')?.egress?.[0]?.ports).toEqual([{ protocol: 'TCP', port: 6432 }]);
    expect(podOf(apps, 'api').volumes).toContainEqual({
      name: 'orders-db-pooler-tls',
      secret: { secretName: 'orders-db-pooler-tls', items: [{ key: 'ca.crt', path: 'ca.crt' }] },
    });
  });

  it('finds a pooler in each zone; a lost zone has its own again when it is back', () => {
    const minDomains = (environment: Partial<Environment>) =>
      first(podOf(synth(cluster({ pooler: {} }), environment), 'orders-db-pooler').topologySpreadConstraints).minDomains;
    expect(minDomains({ zones: ['a', 'b', 'c'] })).toBe(3);
    expect(minDomains({ zones: ['a'], nodes: { perZone: 3, cpu: Cpu.units(4), memory: Size.gibibytes(16) } })).toBeUndefined();
    // Allowed with DoNotSchedule alone.
    expect(minDomains({ ...staging, zones: ['a', 'b', 'c'] })).toBeUndefined();
  });

  it('goes to the leader where there is no pooler, and past it on request', () => {
    const direct = { ...own, PGHOST: 'orders-db', PGSSLROOTCERT: '/etc/orders-db/ca.crt', PGTARGETSESSIONATTRS: 'read-write' };
    const variables = { ...direct, DATABASE_URL: url('/etc/orders-db/ca.crt') };
    expect(
      variablesOf(
        mainOf(
          client((orders) => [orders], { pooler: 'none' }),
          'api',
        ),
      ),
    ).toEqual(variables);
    expect(
      variablesOf(
        mainOf(
          client((orders) => [orders.direct]),
          'api',
        ),
      ),
    ).toEqual(variables);
  });

  it('reads from replicas', () => {
    const variables = variablesOf(
      mainOf(
        client((orders) => [orders.readOnly]),
        'api',
      ),
    );
    expect(variables).toMatchObject({ PGHOST: 'orders-db-replicas', PGTARGETSESSIONATTRS: 'any' });
  });

  it("is another user's on request", () => {
    const props = { users: [{ name: 'reports', access: 'read' }], pooler: { poolSize: 10 } } as const;
    const variables = variablesOf(
      mainOf(
        client((orders) => [orders.user('reports', 'replicas')], props),
        'api',
      ),
    );
    expect(variables).toMatchObject({ PGUSER: 'reports_1', PGPASSWORD: 'Secret/orders-db-credentials/reports-password' });
  });

  it('has its prefix within the URL, too', () => {
    const variables = variablesOf(
      mainOf(
        client((orders) => [orders.as('ORDERS')]),
        'api',
      ),
    );
    expect(variables.ORDERS_DATABASE_URL).toMatch(
      /^postgresql:\/\/\$\(ORDERS_PGUSER\):\$\(ORDERS_PGPASSWORD\)@\$\(ORDERS_PGHOST\):\$\(ORDERS_PGPORT\)/,
    );
  });
});

describe('a PostgreSQL cluster refuses', () => {
  const refused = (props: Partial<PostgresClusterProps>, environment: Partial<Environment> = {}) =>
    refusal(cluster(props), environment).map((sentence) => sentence.replace('[test] ', ''));

  it('an even number of members, or fewer than three', () => {
    for (const members of [1, 2, 4]) {
      expect(refused({ members })).toContain(
        `postgres-cluster "orders-db": members is an odd number of at least 3, so that one can be lost and another still confirms every commit (got ${members}); use 3`,
      );
    }
  });

  it('too little memory or storage', () => {
    expect(refused({ resources: { memory: Size.mebibytes(64) } })).toContain(
      `postgres-cluster "orders-db": PostgreSQL and Patroni need at least 128Mi of memory (got 64Mi after the environment's sizes); raise resources.memory`,
    );
    expect(refused({ storage: { size: Size.mebibytes(300) } })).toContain(
      `postgres-cluster "orders-db": a member needs a volume of at least 512Mi (got 300Mi after the environment's sizes); raise storage.size`,
    );
  });

  it('a memory limit of its own', () => {
    expect(refused({ resources: { memory: Size.gibibytes(1), memoryLimit: Size.gibibytes(2) } })).toContain(
      `postgres-cluster "orders-db": a member's memory limit is its request, since what is lent may be taken back by killing it (got resources.memoryLimit 2048Mi); set resources.memory alone`,
    );
  });

  it('parameters that replication and durability hang on', () => {
    expect(refused({ parameters: { synchronous_commit: 'off' } })).toContain(
      `postgres-cluster "orders-db": parameter synchronous_commit is the component's own, since replication and durability hang on it; remove it from parameters`,
    );
  });

  it.each([
    [{ recovery_target: 'immediate' }, "parameter recovery_target is the component's own"],
    [{ archive_library: 'x' }, "parameter archive_library is the component's own"],
    [{ Max_Connections: 200 }, 'parameter "Max_Connections" is no name of one'],
    [{ max_connections: 20 }, 'parameter max_connections is a whole number of at least 25'],
    [{ max_wal_senders: 'many' }, 'parameter max_wal_senders is a whole number of at least 3'],
    [{ wal_level: 'minimal' }, 'parameter wal_level is one of replica, logical'],
  ])('parameters that Patroni or PostgreSQL would not take: %j', (parameters, problem) => {
    expect(refused({ parameters, pooler: 'none' })).toEqual([expect.stringContaining(problem)]);
  });

  it('names that PostgreSQL, or the logins, cannot have', () => {
    expect(refused({ database: 'Orders' })).toContain(
      `postgres-cluster "orders-db": a database's name is at most 47 lower-case letters, digits and "_", starts with a letter and does not end with "_" (got "Orders"); rename it`,
    );
    for (const kept of ['postgres', 'pgbouncer', 'pg', 'pg_orders', 'template1']) {
      expect(refused({ database: kept })).toContain(
        `postgres-cluster "orders-db": database "${kept}" has a name that PostgreSQL or this component keeps for itself; rename it`,
      );
    }
    expect(refused({ users: [{ name: 'orders_2', access: 'read' }], pooler: 'none' })).toContain(
      `postgres-cluster "orders-db": user "orders_2" ends like a login ("_" and a generation), and could be taken for one of another role; rename it`,
    );
    expect(refused({ users: [{ name: 'orders', access: 'read' }], pooler: 'none' })).toContain(
      `postgres-cluster "orders-db": two roles are named "orders" (the owner has the database's name); rename one`,
    );
    expect(refused({ extensions: ['pg trgm'] })).toContain(
      `postgres-cluster "orders-db": extension "pg trgm" is no name of one; write it as CREATE EXTENSION has it: pg_trgm`,
    );
  });

  it('a generation that is no count', () => {
    expect(refused({ generation: 0 })).toContain(
      `postgres-cluster "orders-db": generation counts from 1 (got 0); raise it by one to rotate`,
    );
  });

  it('pools that are no number', () => {
    expect(refused({ pooler: { poolSize: 2.5, maxClients: 0 } })).toEqual([
      'postgres-cluster "orders-db": pooler.poolSize is a whole number from 1 on (got 2.5); raise it',
      'postgres-cluster "orders-db": pooler.maxClients is a whole number from 1 on (got 0); raise it',
    ]);
  });

  it('pools that take more connections than there are', () => {
    expect(refused({ pooler: { poolSize: 50 } })).toContain(
      `postgres-cluster "orders-db": the pooler may open 200 connections (4 pods in a rollout × 50 × 1 users) and 20 are kept for others, above max_connections 100; lower pooler.poolSize or raise parameters.max_connections`,
    );
  });

  it('a connection as somebody whom nobody declared', () => {
    expect(
      refusal((chart) => {
        const orders = new PostgresCluster(chart, 'orders-db', { database });
        new WebService(chart, 'api', { image: IMAGE, port: 8080, uses: [orders.user('reports')] });
      }),
    ).toContain(`[test] postgres-cluster "orders-db": has no user "reports" (it has orders); add it to users`);
  });

  it('an environment that does not say where the API server is', () => {
    expect(refused({}, { network: {} })).toContain(
      `postgres-cluster "orders-db": kubernetesApi needs the API server's address; add network.apiServer (cidrs, port) to environment "test"`,
    );
  });
});
