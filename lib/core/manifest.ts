import * as cdk8s from 'cdk8s';
import type { IConstruct } from 'constructs';
import type { Chart } from './chart.js';
import type { ClusterChart } from './cluster-chart.js';
import { Component } from './component.js';
import type { KubernetesObject } from './kubernetes.js';
import { type Stage, stageOf } from './stages.js';
import { stringifyYaml } from './yaml.js';

/** One Kubernetes object as it is reviewed and sent, and where it belongs. */
export interface Manifest {
  readonly app: string;
  readonly component: string;
  readonly stage: Stage;
  readonly object: KubernetesObject;
}

/** A stack's objects, charts and components, and every problem that its constructs noted. */
export interface Rendered {
  readonly manifests: readonly Manifest[];
  readonly charts: readonly (Chart | ClusterChart)[];
  readonly components: readonly Component[];
  readonly problems: readonly string[];
}

/** After each component has completed itself, one walk over the tree; each object is rendered once, each construct validated once. */
export function render(root: IConstruct): Rendered {
  const manifests: Manifest[] = [];
  const charts: (Chart | ClusterChart)[] = [];
  const components: Component[] = [];
  const problems: string[] = [];
  for (const construct of root.node.findAll()) if (construct instanceof Component) construct.complete();
  for (const construct of root.node.findAll()) {
    problems.push(...construct.node.validate());
    if (isOurs(construct)) charts.push(construct);
    if (construct instanceof Component) components.push(construct);
    if (construct instanceof cdk8s.ApiObject) manifests.push(manifest(construct));
  }
  return { manifests, charts, components, problems };
}

/** cdk8s' Chart overrides `instanceof` for all of its subclasses, so the field is asked. */
const isOurs = (construct: IConstruct): construct is Chart | ClusterChart =>
  Object.hasOwn(construct, 'accept') && cdk8s.Chart.isChart(construct);

/** Below a component, its own; else the child of the chart that it is below. */
function manifest(apiObject: cdk8s.ApiObject): Manifest {
  const object: KubernetesObject = apiObject.toJson();
  const scopes = apiObject.node.scopes;
  const component = scopes.findLast((scope) => scope instanceof Component);
  if (component instanceof Component) {
    return { app: component.app, component: component.name, stage: stageOf(object, component.stage), object };
  }
  const chart = scopes.findLastIndex((scope) => scope instanceof cdk8s.Chart);
  return {
    app: scopes[chart]?.node.id ?? '',
    component: scopes[chart + 1]?.node.id ?? '',
    stage: stageOf(object, 'workloads'),
    object,
  };
}

/** `<app>/<component>/<kind>.<name>.yaml`, below the stack's folder. */
export const manifestPath = ({ app, component, object }: Manifest): string =>
  `${app}/${component}/${object.kind.toLowerCase()}.${object.metadata.name}.yaml`;

/** The bytes that cdk8s' own writer would give for the object. */
export const manifestYaml = ({ object }: Manifest): string => stringifyYaml(object);
