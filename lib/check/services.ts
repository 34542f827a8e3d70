import type { Container, Service } from '../core/kubernetes.js';
import type { Manifest } from '../core/manifest.js';
import { once } from './indexes.js';
import { allOf, type ManifestOf } from './objects.js';
import { type PodGroup, podsMatching } from './pod-groups.js';

/** A Service and the pods behind it. */
export interface Serving {
  readonly manifest: ManifestOf<Service>;
  readonly pods: readonly PodGroup[];
}

/** Every Service that selects pods; the others have endpoints of their own, or are names. */
export const servings = once((manifests: readonly Manifest[]): readonly Serving[] =>
  allOf<Service>(manifests, 'Service').flatMap((manifest) => {
    const { selector, type } = manifest.object.spec ?? {};
    if (!selector || Object.keys(selector).length === 0 || type === 'ExternalName') return [];
    return [{ manifest, pods: podsMatching(manifests, { matchLabels: selector }) }];
  }),
);

/**
 * Whether pods may listen on a port that a Service or a policy names. A number need not be declared, and where none is,
 * nothing is known; a name means nothing without its declaration. Where some ports are declared, the others are taken for mistakes.
 */
export const mayListen = (containers: readonly Container[], port: number | string): boolean =>
  containers.some((container) => hasPort(container, port)) || (typeof port === 'number' && declareNone(containers));

export const declareNone = (containers: readonly Container[]): boolean => containers.every(({ ports = [] }) => ports.length === 0);

/** Whether a port that a Service or a probe names, by name or number, is one of the container's. */
export const hasPort = ({ ports = [] }: Container, port: number | string): boolean =>
  ports.some(({ name, containerPort }) => (typeof port === 'number' ? containerPort === port : name === port));
