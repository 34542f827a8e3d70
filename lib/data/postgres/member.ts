import type { WorkloadProps } from '../../workload/workload.props.js';
import { memberNames } from '../stateful-set/stateful-set.objects.js';
import type { MemberParts } from './backup/index.js';
import { type PatroniOptions, patroniFile, storePatch } from './patroni.js';
import { exporter, memberVolumes, patroniRules } from './postgres-cluster.objects.js';
import { COMMON, PRE_PROMOTE, READY, ROLE_CHANGED, SILENT_LEADER, START, STOP } from './scripts/index.js';

interface Member {
  readonly name: string;
  /** The Secret. */
  readonly certificate: string;
  readonly members: number;
  /** MiB. */
  readonly memory: number;
}

/** The pod of each member: Patroni with PostgreSQL, and the exporter. */
export const memberWorkload = (
  { name, certificate, members, memory }: Member,
  props: Pick<WorkloadProps, 'image' | 'user' | 'resources' | 'nodeSelector' | 'tolerations' | 'priority' | 'serviceAccountAnnotations'>,
  patroni: PatroniOptions,
  backup: MemberParts,
): WorkloadProps => ({
  image: props.image,
  user: props.user,
  resources: props.resources,
  nodeSelector: props.nodeSelector,
  tolerations: props.tolerations,
  priority: props.priority,
  serviceAccountAnnotations: props.serviceAccountAnnotations,
  command: ['bash', '/etc/postgres/start.sh'],
  env: { SCOPE: name, MEMBERS: String(members), ...backup.env },
  config: {
    mountPath: '/etc/postgres',
    files: {
      'patroni.yml': patroniFile(patroni),
      'store.json': storePatch(patroni),
      'common.sh': COMMON,
      'start.sh': START,
      'ready.sh': READY,
      'stop.sh': STOP,
      'role-changed.sh': ROLE_CHANGED,
      'pre-promote.sh': PRE_PROMOTE,
      'silent-leader.sh': SILENT_LEADER,
      ...backup.files,
    },
  },
  volumes: [...memberVolumes(name, certificate, memory), ...backup.volumes],
  containers: [exporter, ...backup.containers],
  uses: backup.uses,
  kubernetesApi: patroniRules(name, memberNames(name, members)),
});
