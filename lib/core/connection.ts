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

  /** The variables as the client sees them. */
  variablesFor(client: Component): Variables {
    const { prefix, variables } = this.options;
    const own = typeof variables === 'function' ? variables(client) : variables;
    if (!prefix) return own;
    return Object.fromEntries(Object.entries(own).map(([name, value]) => [`${prefix}_${name}`, value]));
  }
}

/** What a workload can use. */
export interface Connectable {
  connection(): Connection;
}
export type Usable = Connection | Connectable;

export const connectionOf = (usable: Usable): Connection => (usable instanceof Connection ? usable : usable.connection());
