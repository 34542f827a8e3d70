import type { Component } from '../../core/component.js';
import { Connection, type SecretFiles } from '../../core/connection.js';
import { Secret } from '../../core/secrets.js';
import { credentialsOf, type Login } from './logins.js';
import { POSTGRES_PORT } from './postgres-cluster.objects.js';

/** Who connects to what, and as whom. */
export interface Access {
  /** The cluster, whose passwords they are. */
  readonly cluster: string;
  /** Whose pods answer: the cluster's or its pooler's. */
  readonly target: Component;
  /** The Service, and the port of the pods behind it. */
  readonly host: string;
  readonly podPort: number;
  readonly database: string;
  readonly login: Pick<Login, 'login' | 'key' | 'generation'>;
  /** How errors call it: `read as reports`. */
  readonly words: string;
  /** What libpq makes sure of before it takes a server: that it is no replica, where writes are meant. */
  readonly session?: 'read-write' | 'any';
}

/** The authority that signed the certificates of a component: `/etc/<name>/ca.crt`. */
export const authorityOf = (name: string): SecretFiles => ({ secret: `${name}-tls`, keys: ['ca.crt'], mountPath: `/etc/${name}` });

const CONNECT_TIMEOUT_SECONDS = 5;

/**
 * Variables of libpq (https://www.postgresql.org/docs/17/libpq-envars.html), which most clients know, and a URL for the others.
 * A connection attempt that hangs ends after 5 s: an address may be that of a node that is no more.
 */
export function postgresConnection({ cluster, target, host, podPort, database, login, words, session }: Access): Connection {
  const files = authorityOf(target.name);
  const authority = `${files.mountPath}/ca.crt`;
  return new Connection({
    target,
    access: words,
    variables: {
      PGHOST: host,
      PGPORT: String(POSTGRES_PORT),
      PGDATABASE: database,
      PGUSER: login.login,
      PGPASSWORD: Secret.existing({ secret: credentialsOf(cluster), key: login.key, generation: login.generation }),
      PGSSLMODE: 'verify-full',
      PGSSLROOTCERT: authority,
      PGCONNECT_TIMEOUT: String(CONNECT_TIMEOUT_SECONDS),
      ...(session ? { PGTARGETSESSIONATTRS: session } : {}),
      DATABASE_URL: `postgresql://$(PGUSER):$(PGPASSWORD)@$(PGHOST):$(PGPORT)/$(PGDATABASE)?sslmode=verify-full&sslrootcert=${authority}`,
    },
    files,
    at: { pods: [target.identity()] },
    ports: [podPort],
    waitFor: { host, port: POSTGRES_PORT },
  });
}

/** The network and the authority alone: for a pooler, which has its own configuration. */
export const membersConnection = (cluster: Component): Connection =>
  new Connection({
    target: cluster,
    variables: {},
    files: authorityOf(cluster.name),
    at: { pods: [cluster.identity()] },
    ports: [POSTGRES_PORT],
    waitFor: { host: cluster.name, port: POSTGRES_PORT },
  });
