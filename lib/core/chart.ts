import * as cdk8s from 'cdk8s';
import type { Construct, IConstruct } from 'constructs';
import type { Environment } from './environment.js';
import { freeId } from './free-id.js';
import { reportProblem } from './problems.js';

export interface ChartOptions {
  /**
   * Findings of checks that are meant to be, in objects that stand in the chart without a component: the check's id → why.
   * @default {}
   */
  readonly accept?: Readonly<Record<string, string>>;
  /** Of objects that say none. @default - the environment's, and none in a cluster's chart or where it is given as undefined */
  readonly namespace?: string;
}

/**
 * An application in one environment: where components are placed. Names are the construct's ids, without hashes, in the
 * environment's namespace.
 *
 * @example
 * export class Shop extends Chart {
 *   constructor(scope: Construct, environment: Environment) {
 *     super(scope, 'shop', environment);
 *     new WebService(this, 'api', { image: 'ghcr.io/acme/shop-api', port: 8080 });
 *   }
 * }
 */
export class Chart extends cdk8s.Chart {
  readonly accept: Readonly<Record<string, string>>;

  constructor(
    scope: Construct,
    /** The application's name: a folder below `dist/<environment>/`, and part of its resources' names in Pulumi. */
    readonly name: string,
    readonly environment: Environment,
    options: ChartOptions = {},
  ) {
    const id = freeId(scope, name);
    const { namespace, accept = {} } = { namespace: environment.namespace, ...options };
    super(scope, id, { namespace, disableResourceNameHashes: true });
    this.accept = accept;
    reportTwin(this, id, name);
  }
}

/** Where a name was taken, the id is another. */
export function reportTwin(chart: cdk8s.Chart, id: string, name: string): void {
  if (id !== name)
    reportProblem(chart, `two apps are named "${name}"; rename one, since the name is that of its folder and of its resources`);
}

/** The application that a construct is part of. */
export function chartOf(construct: Construct): Chart {
  const chart = construct.node.scopes.findLast(isChart);
  if (!chart) throw new Error(`${construct.node.path} is not below an Evenkeel Chart; pass one as its scope`);
  return chart;
}

/** cdk8s' Chart overrides `instanceof` for all of its subclasses, so the field is asked. */
const isChart = (construct: IConstruct): construct is Chart => Object.hasOwn(construct, 'environment') && cdk8s.Chart.isChart(construct);
