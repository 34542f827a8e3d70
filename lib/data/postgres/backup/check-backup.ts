import type { Duration } from 'cdk8s';
import type { Component } from '../../../core/component.js';
import { connectionOf } from '../../../core/connection.js';
import { parseImage } from '../../../core/images.js';
import { nameProblem } from '../../../core/names.js';
import type { Stage } from '../../../core/stages.js';
import type { BackupProps, BackupStore, RestoreProps } from './backup.props.js';
import { DEFAULT_FULL_EVERY, DEFAULT_KEEP } from './tasks.js';

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
const BUCKET = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;
const FOLDER = /^[A-Za-z0-9_-][A-Za-z0-9._-]*(\/[A-Za-z0-9_-][A-Za-z0-9._-]*)*$/;
const MOMENT = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d{1,6})?(Z|[+-]\d\d(:?\d\d)?)$/;

/** The component's default. */
const WITHOUT_PGBACKREST = 'ghcr.io/zalando/spilo-17';

/** Members would restart without end, the first one that has it: a rollout stops there. */
export function checkImage(component: Component, image: string): void {
  const { repository } = parseImage(image);
  if (repository !== WITHOUT_PGBACKREST || component.environment.images?.overrides?.[repository]) return;
  component.report(
    `image ${image} has no pgBackRest, which takes and restores backups; build one that has (docs/data-postgres-backup.md#what-the-image-must-contain), and name it in image or in the environment's images.overrides`,
  );
}

export function checkBackup(component: Component, { store, fullEvery = DEFAULT_FULL_EVERY, keep = DEFAULT_KEEP }: BackupProps): void {
  checkStore(component, 'backup.store', store);
  for (const [prop, value] of Object.entries({ fullEvery, keep })) checkDays(component, prop, value);
  if (keep.toSeconds() < fullEvery.toSeconds()) {
    component.report(
      `backup.keep is at least backup.fullEvery, since what was kept begins with a full backup (got ${keep.toHumanString()} and ${fullEvery.toHumanString()}); raise keep`,
    );
  }
}

function checkDays(component: Component, prop: string, value: Duration): void {
  const days = value.toDays({ integral: false });
  if (!Number.isInteger(days) || days < 1)
    component.report(`backup.${prop} is in whole days, 1 at the least (got ${value.toHumanString()}); use Duration.days`);
}

export function checkRestore(component: Component, { store, at, cluster }: RestoreProps): void {
  if (store) checkStore(component, 'restore.store', store);
  if (nameProblem(cluster))
    component.report(
      `restore.cluster is the name of the PostgresCluster whose backups they are (got ${JSON.stringify(cluster)}); write it as it stands there`,
    );
  if (at !== undefined && !(MOMENT.test(at) && !Number.isNaN(Date.parse(at.replace(' ', 'T'))))) {
    component.report(`restore.at is a moment with its offset (got ${JSON.stringify(at)}); write it like 2026-11-21T12:00:00Z`);
  }
}

/** Until then there is no store, and the first backup fails with the deployment. */
const LATER: readonly Stage[] = ['workloads', 'routes'];

function checkStore(component: Component, prop: string, { service, bucket, folder }: BackupStore): void {
  const { target } = connectionOf(service);
  if (LATER.includes(target.stage)) {
    component.report(
      `${prop}.service is ${target.kind} "${target.name}", which is deployed after the task that takes the first backup; use an ExternalService, or a component of stage data`,
    );
  }
  if (!BUCKET.test(bucket)) {
    component.report(
      `${prop}.bucket has 3 to 63 lower-case letters, digits, "." and "-" (got ${JSON.stringify(bucket)}); write the bucket's name alone`,
    );
  }
  if (folder !== undefined && !FOLDER.test(folder)) {
    component.report(
      `${prop}.folder is a path inside the bucket, such as prod/orders-db, without "/" at its ends (got ${JSON.stringify(folder)})`,
    );
  }
}
