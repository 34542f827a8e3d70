import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import {
  Chart,
  type ConfigMap,
  type Environment,
  type Platform,
  PostgresCluster,
  type PostgresClusterProps,
  type StatefulSet,
} from '../../../lib/index.js';
import { dataPlatform } from './environment.js';

const NAME = 'orders-db';

/** The cluster, as a chart of its own. */
const postgresTrial = (props: Partial<PostgresClusterProps> = {}) =>
  class extends Chart {
    constructor(scope: Construct, environment: Environment) {
      super(scope, 'postgres', environment);
      new PostgresCluster(this, NAME, { database: 'orders', ...props });
    }
  };

/** The same content under another tag. */
const NEXT_IMAGE = 'ghcr.io/zalando/spilo-17-next:4.0-p3';

/**
 * Replication that nobody waits for, which no prop asks for: the members mount another configuration than the component
 * made. The failover harness must see what it loses.
 */
const carelessTrial = class extends Chart {
  constructor(scope: Construct, environment: Environment) {
    super(scope, 'postgres', environment);
    const cluster = new PostgresCluster(this, NAME, { database: 'orders', patch: { statefulSet: withCarelessConfig } });
    const { data }: ConfigMap = ApiObject.of(cluster.node.findChild('config')).toJson();
    cluster.add('careless-config', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: CARELESS }, data: careless(data) });
  }
};

const CARELESS = `${NAME}-careless`;

const careless = (files: ConfigMap['data'] = {}) =>
  Object.fromEntries(
    Object.entries(files).map(([name, content]) => [
      name,
      content
        .replace(/(synchronous_mode\W+)quorum/, '$1off')
        .replace(/(synchronous_mode_strict\W+)true/, '$1false')
        .replace(/(maximum_lag_on_failover\W+)\d+/, '$11073741824'),
    ]),
  );

const withCarelessConfig = (set: StatefulSet): StatefulSet => {
  const { template } = set.spec;
  const volumes = template.spec.volumes?.map((volume) =>
    volume.name === 'config' ? { ...volume, configMap: { name: CARELESS } } : volume,
  );
  return { ...set, spec: { ...set.spec, template: { ...template, spec: { ...template.spec, volumes } } } };
};

/** As `postgres-rotated`, with pools that leave room for users. */
const TWO_GENERATIONS = { generation: 2, pooler: { poolSize: 5 } } as const;

export const postgresVariants = {
  postgres: () => dataPlatform('postgres', postgresTrial()),
  'postgres-tuned': () => dataPlatform('postgres', postgresTrial({ parameters: { work_mem: '6MB', max_connections: 110 } })),
  'postgres-next': () => dataPlatform('postgres', postgresTrial({ image: NEXT_IMAGE })),
  'postgres-rotated': () => dataPlatform('postgres', postgresTrial({ generation: 2 })),
  'postgres-users': () =>
    dataPlatform(
      'postgres',
      postgresTrial({
        ...TWO_GENERATIONS,
        users: [
          { name: 'reports', access: 'write' },
          { name: 'importer', access: 'write' },
        ],
      }),
    ),
  'postgres-users-fewer': () =>
    dataPlatform('postgres', postgresTrial({ ...TWO_GENERATIONS, users: [{ name: 'reports', access: 'read' }] })),
  'postgres-no-class': () => dataPlatform('postgres', postgresTrial(), { storageClass: 'absent' }),
  'postgres-careless': () => dataPlatform('postgres', carelessTrial),
} satisfies Readonly<Record<string, () => Platform>>;
