import type { Duration, Size } from 'cdk8s';
import type { Container, StatefulSet } from '../../core/kubernetes.js';
import type { Patch } from '../../core/patch.js';
import type { WorkloadProps } from '../../workload/workload.props.js';

/** The volume of each member. It may grow, see docs/data.md, and never shrinks. */
export interface Storage {
  readonly size: Size;
  /** StorageClass. @default - `storageClass` of the environment */
  readonly class?: string;
}

/** What users may change of any data service. */
export interface DataProps
  extends Pick<WorkloadProps, 'resources' | 'nodeSelector' | 'tolerations' | 'priority' | 'accept' | 'serviceAccountAnnotations'> {
  /** Repository, with or without a tag. @default - see the component */
  readonly image?: string;
  readonly storage?: Storage;
}

/** A set of pods that each keep a volume and a name: what PostgreSQL, Redis and Kafka have in common. */
export interface StatefulSetParts {
  readonly replicas: number;
  readonly ports: NonNullable<Container['ports']>;
  readonly probes: Pick<Container, 'startupProbe' | 'readinessProbe' | 'livenessProbe'>;
  /** Hands leadership over before SIGTERM, and ends by itself within `seconds`. @default - none */
  readonly preStop?: { readonly command: readonly string[]; readonly seconds: number };
  /** From SIGTERM to the end of the main process, at the most. */
  readonly shutdown: Duration;
  /** Ready for so long before the next member is rolled. */
  readonly minReady: Duration;
  readonly storage: Storage;
  /** Where the volume is mounted. */
  readonly mountPath: string;
  /** Changes to the object, before it is checked. @default - none */
  readonly patch?: Patch<StatefulSet>;
}
