import { Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { type AppClass, Chart, type Deployment, type Environment, type Usable, Worker, type WorkerProps } from '../../lib/index.js';
import { LOAD_LABEL, LOAD_VALUE } from '../e2e/harness/load.objects.js';
import { JOURNAL, PROGRAM } from './names.js';

export interface WriterProps {
  readonly image: string;
  /** Reads its settings from these, besides what the connections bring. */
  readonly env: Readonly<Record<string, string>>;
  readonly command: readonly string[];
  /** The program, by file name. */
  readonly files: Readonly<Record<string, string>>;
  readonly uses: readonly Usable[];
  readonly user?: number;
  readonly memory: Size;
  /** @default - the program answers on port 8080 */
  readonly probes?: WorkerProps['probes'];
  readonly accept?: WorkerProps['accept'];
}

/** An application of writers beside the one that is broken: one Worker each, with a pod in every zone. */
export const writersApp = (writersOf: (scope: Construct) => Readonly<Record<string, WriterProps>>): AppClass =>
  class Writers extends Chart {
    constructor(scope: Construct, environment: Environment) {
      super(scope, 'writers', environment);
      for (const [name, props] of Object.entries(writersOf(scope))) new Worker(this, name, workerProps(props));
    }
  };

const workerProps = ({ memory, files, accept, ...props }: WriterProps): WorkerProps => ({
  ...props,
  config: { mountPath: PROGRAM, files },
  scaling: { replicas: 3 },
  resources: { cpu: Cpu.millis(50), memory, ephemeralStorage: Size.mebibytes(256) },
  volumes: [{ name: 'journal', mountPath: JOURNAL, emptyDir: { sizeLimit: '512Mi' } }],
  metrics: 'none',
  accept: { ...accept, survival: 'a client stays with its journal on the node that goes' },
  patch: { deployment: outlastsFaults },
});

/** Drains pass it by, and a node that is away for a while keeps it: its journal lies there. */
const outlastsFaults = ({ spec, ...deployment }: Deployment): Deployment => ({
  ...deployment,
  spec: {
    ...spec,
    template: {
      metadata: { ...spec.template.metadata, labels: { ...spec.template.metadata.labels, [LOAD_LABEL]: LOAD_VALUE } },
      spec: { ...spec.template.spec, tolerations: [{ operator: 'Exists' }] },
    },
  },
});
