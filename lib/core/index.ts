export { Chart, type ChartOptions } from './chart.js';
export { ClusterChart } from './cluster-chart.js';
export { type Alert, type Claim, Component, type ComponentOptions, type Endpoint } from './component.js';
export { type Connectable, Connection, type ConnectionOptions, type Usable } from './connection.js';
export { type Dashboard, grafanaDashboard, type Panel } from './dashboard.js';
export type * from './environment.js';
export type * from './kubernetes.js';
export type { Secret as SecretObject } from './kubernetes.js';
export type { Identity } from './labels.js';
export type { Manifest } from './manifest.js';
export type { DeepPartial, Patch } from './patch.js';
export type { AppClass, ClusterAppClass, Platform } from './platform.js';
export { EvenkeelError } from './problems.js';
export {
  type ConfiguredSecret,
  type DerivedSecret,
  type ExistingSecret,
  type ExternalSecretReference,
  Secret,
  type SecretReference,
} from './secrets.js';
export { STAGES, type Stage } from './stages.js';
export { type AcceptedException, type Committed, type SynthesizedStack, synthesize } from './synth.js';
export { readStack, type Written, writeStacks } from './writer.js';
