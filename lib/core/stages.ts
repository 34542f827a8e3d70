import type { KubernetesObject } from './kubernetes.js';
import { STAGE_ANNOTATION } from './labels.js';

/**
 * The order of deployment. Only stages wait for each other: what one component makes within a stage is created side by
 * side. Configuration comes before the pods that read it, a migration ends before the workloads of its release roll,
 * and a route opens last.
 */
export const STAGES = ['namespace', 'configuration', 'data', 'tasks', 'workloads', 'routes'] as const;
export type Stage = (typeof STAGES)[number];

const STAGE_OF_KIND: Readonly<Record<string, Stage>> = {
  Namespace: 'namespace',
  Certificate: 'configuration',
  ConfigMap: 'configuration',
  ExternalSecret: 'configuration',
  LimitRange: 'configuration',
  NetworkPolicy: 'configuration',
  PersistentVolumeClaim: 'configuration',
  PriorityClass: 'configuration',
  ResourceQuota: 'configuration',
  Role: 'configuration',
  RoleBinding: 'configuration',
  Secret: 'configuration',
  ServiceAccount: 'configuration',
  TriggerAuthentication: 'configuration',
  GRPCRoute: 'routes',
  Gateway: 'routes',
  HTTPRoute: 'routes',
  Ingress: 'routes',
};

/** What the object itself says; else kinds that have a stage of their own; anything else is deployed with its component. */
export const stageOf = ({ kind, metadata }: KubernetesObject, component: Stage): Stage =>
  STAGES.find((stage) => stage === metadata.annotations?.[STAGE_ANNOTATION]) ?? STAGE_OF_KIND[kind] ?? component;
