import type { Container, PodSpec } from '../../core/kubernetes.js';

/** Above 10,000, so that no user of a node or of another image shares it. */
export const DEFAULT_USER = 10001;

/** What the restricted Pod Security level asks of a pod, and no group but its own. */
export const podSecurityContext = (user: number): NonNullable<PodSpec['securityContext']> => ({
  runAsNonRoot: true,
  runAsUser: user,
  runAsGroup: user,
  fsGroup: user,
  fsGroupChangePolicy: 'OnRootMismatch',
  seccompProfile: { type: 'RuntimeDefault' },
});

/** What the restricted Pod Security level asks of a container, and a root filesystem that nobody writes. */
export const containerSecurityContext: NonNullable<Container['securityContext']> = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'] },
  readOnlyRootFilesystem: true,
};
