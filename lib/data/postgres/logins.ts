import { secretKey } from '../../core/add-secrets.js';
import { type DerivedSecret, Secret } from '../../core/secrets.js';
import type { PostgresClusterProps } from './postgres-cluster.props.js';

/** A role that somebody logs in with. */
export interface Login {
  /** `orders_2`: the role `orders`, with the password of generation 2. */
  readonly login: string;
  /** Whose rights it has, and under whose name it works. */
  readonly role: string;
  /** Of the cluster's Secret. */
  readonly key: string;
  readonly generation: number;
}

/** The Secret with the passwords of a cluster. */
export const credentialsOf = (cluster: string): string => `${cluster}-credentials`;

/** The owner, and the declared users. */
export const rolesOf = ({ database, users = [] }: PostgresClusterProps): string[] => [database, ...users.map(({ name }) => name)];

/** What members have among themselves. */
export const SYSTEM_PASSWORDS = ['superuser', 'replication', 'rewind', 'rest-api'] as const;

/**
 * Each role has two logins that take turns, so that a rotation interrupts nobody: those who have not been rolled go on with
 * the last one. A third generation shuts out the first.
 */
export function loginsOf(props: PostgresClusterProps): Login[] {
  const { generation = 1 } = props;
  return rolesOf(props).flatMap((role) => [
    ...(generation > 1 ? [{ ...loginOf(role, generation - 1), key: `${secretKey(role)}-password-before` }] : []),
    loginOf(role, generation),
  ]);
}

export const loginOf = (role: string, generation: number): Login => ({
  login: `${role}_${generation}`,
  role,
  key: `${secretKey(role)}-password`,
  generation,
});

/** Key of the Secret → where its value comes from. */
export const passwords = (props: PostgresClusterProps): Record<string, DerivedSecret> =>
  Object.fromEntries([
    ...SYSTEM_PASSWORDS.map((user) => [`${user}-password`, Secret.derived(user, { generation: props.generation })]),
    ...loginsOf(props).map(({ role, key, generation }) => [key, Secret.derived(`user-${role}`, { generation })]),
  ]);
