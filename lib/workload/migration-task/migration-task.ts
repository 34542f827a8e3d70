import type { Construct } from 'constructs';
import { type Alert, Component } from '../../core/component.js';
import { addPod } from '../pod/pod-parts.js';
import { job } from './migration-task.objects.js';
import type { MigrationTaskProps } from './migration-task.props.js';

/**
 * Runs once per release, and ends before that release's workloads roll: a Job of the stage `tasks`. It runs again when
 * its image, arguments, configuration or secrets change; if it fails, the update stops and the old pods go on serving.
 *
 * A run whose node dies starts again elsewhere, so a migration must bear to be begun twice.
 *
 * @example
 * new MigrationTask(this, 'migrate', { image: 'ghcr.io/acme/shop-api', args: ['migrate'], uses: [orders] });
 */
export class MigrationTask extends Component {
  readonly endpoints = [];
  /** `up` itself fails when a migration does. */
  readonly alerts: readonly Alert[] = [];
  readonly claim = { zones: 0, nodes: 0 } as const;

  constructor(scope: Construct, name: string, props: MigrationTaskProps) {
    super(scope, name, { kind: 'migration-task', stage: 'tasks', accept: props.accept });
    const template = addPod(this, props, {}, { restartPolicy: 'Never' });
    this.add('job', job(this.identity(), props, template), props.patch?.job);
  }
}
