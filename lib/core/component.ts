import { Construct } from 'constructs';
import { newApiObject } from './api-object.js';
import { chartOf } from './chart.js';
import type { Connection } from './connection.js';
import type { Dashboard } from './dashboard.js';
import type { Environment } from './environment.js';
import { freeId } from './free-id.js';
import type { KubernetesObject } from './kubernetes.js';
import type { Identity } from './labels.js';
import { nameProblem } from './names.js';
import { applyPatch, type Patch } from './patch.js';
import { reportProblem } from './problems.js';
import type { Stage } from './stages.js';

/** A port that others may connect to. */
export interface Endpoint {
  readonly name: string;
  readonly port: number;
  readonly protocol: 'http' | 'grpc' | 'tcp';
}

/** A Prometheus alerting rule, with the place in the docs that says what to do. */
export interface Alert {
  readonly name: string;
  /** PromQL. */
  readonly expr: string;
  /** How long the expression must hold, as Prometheus writes it: `15m`. */
  readonly for: string;
  readonly severity: 'critical' | 'warning';
  readonly summary: string;
  /** `docs/runbooks/<file>.md#<anchor>`. */
  readonly runbook: string;
}

/** What a component declares to survive, one at a time and from a healthy state. */
export interface Claim {
  readonly zones: 0 | 1;
  readonly nodes: 0 | 1;
  /** Ready pods of each of its workloads that it cannot do without: a quorum, for data. @default 1 */
  readonly needs?: number;
}

export interface ComponentOptions {
  /** The role, in kebab case: how errors and labels call it. */
  readonly kind: string;
  readonly stage: Stage;
  /** Findings of checks that are meant to be: the check's id → why. @default {} */
  readonly accept?: Readonly<Record<string, string>>;
}

/**
 * What users place in a chart. Its id is its name: unique in the environment, and the name of the objects that it makes.
 * A component says what it listens on (`endpoints`), when to wake somebody (`alerts`) and what it survives (`claim`).
 */
export abstract class Component extends Construct {
  readonly kind: string;
  readonly stage: Stage;
  readonly environment: Environment;
  /** The application (chart) it belongs to. */
  readonly app: string;
  readonly name: string;
  readonly accept: Readonly<Record<string, string>>;
  /** The edges that start here, one for each target, as `connect` notes them. */
  readonly connections: Connection[] = [];
  /** Secrets that it names and something else puts into the namespace: a check expects every other to be made here. */
  readonly existingSecrets = new Set<string>();
  /** From SIGTERM until its main process has ended by itself, at the most; a check compares it with the grace period. */
  shutdownSeconds = 0;

  abstract readonly endpoints: readonly Endpoint[];
  abstract readonly alerts: readonly Alert[];
  abstract readonly claim: Claim;
  /** What to look at when an alert fires. */
  readonly dashboards: readonly Dashboard[] = [];

  constructor(scope: Construct, name: string, { kind, stage, accept = {} }: ComponentOptions) {
    super(scope, freeId(scope, name));
    const chart = chartOf(this);
    this.kind = kind;
    this.stage = stage;
    this.environment = chart.environment;
    this.app = chart.name;
    this.name = name;
    this.accept = accept;
    const problem = nameProblem(name);
    if (problem) this.report(problem);
  }

  /** Notes what is wrong; synth tells all problems of a run at once and writes nothing. */
  report(problem: string): void {
    reportProblem(this, `${this.kind} "${this.name}": ${problem}`);
  }

  /** What depends on who has connected: called once, when every component of the environment is there and before any is rendered. */
  complete(): void {}

  /** Makes one Kubernetes object, after the user's patch. */
  add<T extends KubernetesObject>(id: string, object: T, patch?: Patch<T>): T {
    const patched = applyPatch(object, patch);
    newApiObject(this, id, patched);
    return patched;
  }

  /** The labels' values; `name` differs where a component runs more than one kind of pod. */
  identity(name: string = this.name): Identity {
    return { name, instance: this.name, component: this.kind, partOf: this.app };
  }
}
