import type { Component } from '../../../core/component.js';
import type { BackupProps, RestoreProps } from './backup.props.js';
import { checkBackup, checkImage, checkRestore } from './check-backup.js';
import { archivingParts, type MemberParts, NO_PARTS, restoringParts, together } from './member.js';
import { backupRepository, expectAuthority, restoreRepository } from './repository.js';
import { addBackupTasks, type Members } from './tasks.js';

interface Asked {
  readonly backup?: BackupProps;
  readonly restore?: RestoreProps;
}

/** Makes what backups and a restore need beside the members, and gives what the members have for them. */
export function addBackup(cluster: Component, { backup, restore }: Asked, members: Members): MemberParts {
  if (backup || restore) checkImage(cluster, members.image);
  return together([backup ? backUp(cluster, backup, members) : NO_PARTS, restore ? beginFrom(cluster, restore, backup) : NO_PARTS]);
}

function backUp(cluster: Component, backup: BackupProps, members: Members): MemberParts {
  checkBackup(cluster, backup);
  const own = backupRepository(cluster, backup);
  addBackupTasks(cluster, own, backup, members);
  return archivingParts(cluster, own, members.image, members.volume);
}

function beginFrom(cluster: Component, restore: RestoreProps, backup: BackupProps | undefined): MemberParts {
  checkRestore(cluster, restore);
  const other = restoreRepository(cluster, restore, backup);
  if (!other) return NO_PARTS;
  expectAuthority(other, cluster);
  return restoringParts(other, restore);
}
