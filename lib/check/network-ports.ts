import type { NetworkPolicy } from '../core/kubernetes.js';
import type { PodGroup } from './pod-groups.js';
import { runningContainers } from './pods.js';

export type PolicyPorts = NonNullable<NonNullable<NonNullable<NetworkPolicy['spec']>['ingress']>[number]['ports']>;

/** Ports that a policy opens, of one protocol or of any. */
export interface Ports {
  /** `TCP/8080`, `TCP/8000-8100`, `TCP/*`, or `*`. */
  readonly words: string;
  /** Undefined for any. */
  readonly protocol?: string;
  readonly first: number;
  readonly last: number;
  /** A name that no container is known to have: what it stands for is not known. */
  readonly name?: string;
}

const [LOWEST, HIGHEST] = [1, 65535];
const EVERY: Ports = { words: '*', first: LOWEST, last: HIGHEST };

/** A named port is the one of that name at the pods that listen. */
export function portsOf(ports: PolicyPorts | undefined, listening: PodGroup | undefined): readonly Ports[] {
  if (!ports || ports.length === 0) return [EVERY];
  return ports.map(({ protocol = 'TCP', port, endPort }) => {
    if (port === undefined) return { words: `${protocol}/*`, protocol, first: LOWEST, last: HIGHEST };
    const first = typeof port === 'string' ? numbersOf(listening).get(port) : port;
    if (first === undefined) return { words: `${protocol}/${port}`, protocol, first: LOWEST, last: HIGHEST, name: String(port) };
    return { words: `${protocol}/${first}${endPort === undefined ? '' : `-${endPort}`}`, protocol, first, last: endPort ?? first };
  });
}

const numbersOf = (listening: PodGroup | undefined): ReadonlyMap<string, number> =>
  new Map(
    listening
      ? runningContainers(listening.spec).flatMap(({ ports = [] }) =>
          ports.map(({ name = '', containerPort }) => [name, containerPort] as const),
        )
      : [],
  );

/** Whether a packet can be of both. */
export function overlap(a: Ports, b: Ports): boolean {
  if (a.protocol !== undefined && b.protocol !== undefined && a.protocol !== b.protocol) return false;
  if (a.name !== undefined || b.name !== undefined) return a.name === b.name || isEvery(a) || isEvery(b);
  return a.first <= b.last && b.first <= a.last;
}

const isEvery = ({ first, last, name }: Ports) => name === undefined && first === LOWEST && last === HIGHEST;
