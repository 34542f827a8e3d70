export type { BackupProps, BackupStore, DrillProps, RestoreProps } from './backup/index.js';
export { PostgresCluster } from './postgres-cluster.js';
export type { Parameters, PoolerProps, PostgresClusterProps, PostgresUser } from './postgres-cluster.props.js';
