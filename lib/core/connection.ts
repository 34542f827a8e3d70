import type { Component } from './component.js';
import type { Identity } from './labels.js';
import type { SecretReference } from './secrets.js';

/** Environment variables: literals, and references to secrets. */
export type Variables = Readonly<Record<string, string | SecretReference>>;

/** Keys of a Secret as files: a client's view of the target's certificate authority. */
export interface SecretFiles {
  readonly secret: string;
  readonly keys: readonly string[];
  /** Absolute path of the folder. */
  readonly mountPath: string;
}

/** What waits for a consumer group, and how a scaler, in a namespace of its own, asks how much that is. */
export interface ConsumedTopic {
  readonly topic: string;
  readonly group: string;
  readonly bootstrapServers: string;
  /** It logs in as the client does: with these of the client's variables, before the prefix. */
  readonly sasl: { readonly mechanism: 'scram_sha512'; readonly username: string; readonly password: string };
  /** Where the certificate of the authority lies. @default - the brokers do not speak TLS */
  readonly authority?: { readonly secret: string; readonly key: string };
}

export interface ConnectionOptions {
  /** What listens at the other end. */
  readonly target: Component;
  /** What the client does there, where a target tells such things apart: `produce orders`. @default - it just connects */
  readonly access?: string;
  /** Names as the client's own documentation has them, before the prefix; by client where the target knows each by name. */
  readonly variables: Variables | ((client: Component) => Variables);
  /** Begins every variable: `BACKEND` makes `URL` into `BACKEND_URL`. @default - no prefix */
  readonly prefix?: string;
  /** Files of the client's containers. @default - none */
  readonly files?: SecretFiles;
  /** Where packets go: the target's pods (of all of its versions), or addresses outside the cluster. */
  readonly at: { readonly pods: readonly Identity[] } | { readonly cidrs: readonly string[] };
  /** As the pods listen, after a Service has mapped its own. */
  readonly ports: readonly number[];
  /** Address that accepts once the target is there. */
  readonly waitFor: { readonly host: string; readonly port: number };
  /** What the client takes from there, for `scaling.kafkaLag`. @default - nothing that waits */
  readonly consumes?: ConsumedTopic;
  /** Tells the target who has connected, once for each client. @default - it need not know */
  readonly connected?: (client: Component) => void;
}

/**
 * A directed edge from a workload to a component: environment variables, secrets, files, NetworkPolicies on both ends, an
 * address to wait for, and an arrow on the map.
 */
export class Connection {
  constructor(readonly options: ConnectionOptions) {}

  /** The same edge with another prefix for its variables: two databases on one workload need it. */
  as(prefix: string): Connection {
    return new Connection({ ...this.options, prefix });
  }

  get target(): Component {
    return this.options.target;
  }

  /** What the client takes from there, with its variables as it sees them. */
  get consumes(): ConsumedTopic | undefined {
    const { consumes, prefix } = this.options;
    if (!consumes || !prefix) return consumes;
    const { sasl } = consumes;
    return { ...consumes, sasl: { ...sasl, username: `${prefix}_${sasl.username}`, password: `${prefix}_${sasl.password}` } };
  }

  /** The variables as the client sees them. */
  variablesFor(client: Component): Variables {
    const { prefix, variables } = this.options;
    const own = typeof variables === 'function' ? variables(client) : variables;
    if (!prefix) return own;
    // `$(NAME)` within a value means the variable beside it, which has the prefix, too.
    const prefixed = (value: Variables[string]) =>
      typeof value === 'string'
        ? value.replaceAll(/\$\((\w+)\)/g, (all, name: string) => (name in own ? `$(${prefix}_${name})` : all))
        : value;
    return Object.fromEntries(Object.entries(own).map(([name, value]) => [`${prefix}_${name}`, prefixed(value)]));
  }
}

/** What a workload can use. */
export interface Connectable {
  connection(): Connection;
}
export type Usable = Connection | Connectable;

export const connectionOf = (usable: Usable): Connection => (usable instanceof Connection ? usable : usable.connection());
