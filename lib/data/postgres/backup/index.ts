export { backupAlerts } from './backup.alerts.js';
export { backupPanels } from './backup.dashboard.js';
export { addBackup } from './backup.js';
export type { BackupProps, BackupStore, DrillProps, RestoreProps } from './backup.props.js';
export type { MemberParts } from './member.js';
