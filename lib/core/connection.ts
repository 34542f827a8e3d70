import type { Component } from './component.js';
import type { Identity } from './labels.js';
import type { SecretReference } from './secrets.js';

export interface ConnectionOptions {
  /** What listens at the other end. */
  readonly target: Component;
  /** Names as the client's own documentation has them, before the prefix. */
  readonly variables: Readonly<Record<string, string | SecretReference>>;
  /** Begins every variable: `BACKEND` makes `URL` into `BACKEND_URL`. @default - no prefix */
  readonly prefix?: string;
  /** Where packets go: the target's pods (of all of its versions), or addresses outside the cluster. */
  readonly at: { readonly pods: readonly Identity[] } | { readonly cidrs: readonly string[] };
  /** As the pods listen, after a Service has mapped its own. */
  readonly ports: readonly number[];
  /** Address that accepts once the target is there. */
  readonly waitFor: { readonly host: string; readonly port: number };
}

/**
 * A directed edge from a workload to a component: environment variables, secrets, NetworkPolicies on both ends, an
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

  /** The variables as the workload sees them. */
  get variables(): Readonly<Record<string, string | SecretReference>> {
    const { prefix, variables } = this.options;
    if (!prefix) return variables;
    return Object.fromEntries(Object.entries(variables).map(([name, value]) => [`${prefix}_${name}`, value]));
  }
}

/** What a workload can use. */
export interface Connectable {
  connection(): Connection;
}
export type Usable = Connection | Connectable;

export const connectionOf = (usable: Usable): Connection => (usable instanceof Connection ? usable : usable.connection());
