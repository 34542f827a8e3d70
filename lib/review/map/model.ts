import { backendsOf } from '../../check/backends.js';
import { addTo } from '../../check/indexes.js';
import type { Component } from '../../core/component.js';
import type { KubernetesObject, Service } from '../../core/kubernetes.js';
import type { Manifest } from '../../core/manifest.js';
import type { SynthesizedStack } from '../../core/synth.js';
import { ExternalService } from '../../network/external-service/index.js';
import { routeHosts } from '../../network/route/index.js';
import { podLines } from './pod-lines.js';

/** A box: what it is called, and what is known about it, line by line. */
export interface MapNode {
  readonly id: string;
  readonly title: string;
  readonly lines: readonly string[];
  /** A host that requests come in by, a component in the namespace, or a service outside of the cluster. */
  readonly place: 'entrance' | 'namespace' | 'outside';
}

export interface MapEdge {
  readonly from: string;
  readonly to: string;
  /** Its share, where a route divides its requests. */
  readonly label?: string;
}

/** One environment's architecture, as its constructs and objects say. */
export interface ArchitectureMap {
  readonly environment: string;
  readonly namespace: string;
  readonly nodes: readonly MapNode[];
  readonly edges: readonly MapEdge[];
}

/** Components with pods, connections or requests from outside, in the order in which they were placed. */
export function architectureMap({ name, environment, components, manifests }: SynthesizedStack): ArchitectureMap {
  const byComponent = new Map<string, Manifest[]>();
  for (const manifest of manifests) addTo(byComponent, manifest.component, manifest);
  const all = manifests.map(({ object }) => object);
  const behind = podsBehindServices(all);
  const entrances = uniqueEdges(all.flatMap((object) => edgesFromOutside(object, behind)));
  const connections = uniqueEdges(
    components.flatMap((component) =>
      component.connections.map(({ target }) => ({ from: component.name, to: behind.get(target.name) ?? target.name })),
    ),
  );

  const edges = [...entrances, ...connections];
  const connected = new Set(edges.flatMap(({ from, to }) => [from, to]));
  const nodes = components
    .map((component) => componentNode(component, byComponent.get(component.name) ?? [], environment?.zones ?? []))
    .filter(({ id, lines, place }) => connected.has(id) || place === 'outside' || lines.length > 1);
  const hosts = [...new Set(entrances.map(({ from }) => from))];
  return {
    environment: name,
    namespace: environment?.namespace ?? name,
    nodes: [...hosts.map((host): MapNode => ({ id: host, title: host, lines: [], place: 'entrance' })), ...nodes],
    edges,
  };
}

function componentNode(component: Component, manifests: readonly Manifest[], zones: readonly string[]): MapNode {
  const { name, kind } = component;
  if (component instanceof ExternalService) {
    return { id: name, title: name, lines: [kind, `${component.props.host}:${component.props.port}`], place: 'outside' };
  }
  return { id: name, title: name, lines: [kind, ...podLines(manifests, name, zones)], place: 'namespace' };
}

/** Service → the component whose pods answer: another version's after a blue-green switch. */
function podsBehindServices(objects: readonly KubernetesObject[]): Map<string, string> {
  const services = objects.filter((object): object is Service => object.kind === 'Service');
  return new Map(
    services.map(({ metadata, spec }) => [metadata.name, spec?.selector?.['app.kubernetes.io/instance'] ?? metadata.name] as const),
  );
}

function edgesFromOutside(object: KubernetesObject, behind: ReadonlyMap<string, string>): MapEdge[] {
  const to = (service: string) => behind.get(service) ?? service;
  if (object.kind === 'Service') {
    const { metadata, spec } = object as Service;
    return spec?.type === 'LoadBalancer' ? [{ from: 'load balancer', to: to(metadata.name) }] : [];
  }
  const backends = backendsOf(object);
  return routeHosts(object).flatMap((host) =>
    backends.map(({ service, share }) => ({ from: host, to: to(service), label: percent(share) })),
  );
}

const percent = (share: number | undefined) => (share === undefined ? undefined : `${Math.round(100 * share)} %`);

/** Each once, whatever number of rules or prefixes lead to it. */
const uniqueEdges = (edges: readonly MapEdge[]): MapEdge[] => [
  ...new Map(edges.map((edge) => [`${edge.from} ${edge.to} ${edge.label ?? ''}`, edge])).values(),
];
