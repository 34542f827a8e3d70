import type { Variant } from '../../e2e/variants.js';
import type { Notes } from '../journal.js';
import type { Present } from '../verdict.js';
import type { View } from '../view.js';

export type ServiceName = 'kafka' | 'postgres' | 'redis';

/** What the campaign must know of a service to break it. */
export interface Service {
  readonly name: ServiceName;
  /** What is deployed: as users get it, with a changed setting, with another image, without its safeguards, on small volumes, with TLS, and with its other engine. */
  readonly variants: Readonly<Record<'base' | 'tuned' | 'next' | 'careless' | 'small' | 'tls', Variant>> & { readonly valkey?: Variant };
  /** The StatefulSets whose pods are its members, the one whose pods lead first. */
  readonly sets: readonly string[];
  /** The container of a member that holds the data, and the command line of the process in it that leads. */
  readonly container: string;
  readonly process: string;
  /** With TLS: the Secret that members read, who shows what is in it, and the Worker that can connect to them. */
  readonly certificate: {
    readonly secret: string;
    readonly servers: readonly string[];
    readonly protocol?: 'postgres';
    readonly seenBy: string;
  };
  /** Of a writer's container. */
  readonly commands: Readonly<Record<'stop' | 'journal' | 'read', readonly string[]>>;
  /** The name of the pod that leads now; fails while nobody does, or more than one. */
  leader(view: View): Promise<string>;
  /** Fails with the reason while a member does not follow. */
  healthy(view: View, namespace: string): Promise<void>;
  parse(lane: string, text: string): Notes;
  /** The records of these lanes. */
  parsePresent(text: string, lanes: readonly string[]): readonly Present[];
}
