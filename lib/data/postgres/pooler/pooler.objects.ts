import type { Service } from '../../../core/kubernetes.js';
import { type Identity, labels, selectorLabels } from '../../../core/labels.js';
import type { ProbeDefaults } from '../../../workload/pod/probes.js';
import { POSTGRES_PORT } from '../postgres-cluster.objects.js';

/** https://www.pgbouncer.org/config.html#listen_port */
export const POOLER_PORT = 6432;

/**
 * Clients see the port that PostgreSQL has, and the pooler of their own zone: with a zone that is lost they do not go on
 * trying its pooler until its node is known to be gone. Kubernetes 1.30 does not know the field, and goes without it.
 */
export const poolerService = (identity: Identity): Service => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: identity.instance, labels: labels(identity) },
  spec: {
    selector: selectorLabels(identity),
    trafficDistribution: 'PreferClose',
    ports: [{ name: 'postgres', port: POSTGRES_PORT, targetPort: 'postgres', protocol: 'TCP' }],
  },
});

/** Ready without a leader, too: clients wait for the next one in the pooler, and find it there. */
export const poolerProbes: ProbeDefaults = { readiness: { tcp: POOLER_PORT }, liveness: { tcp: POOLER_PORT }, port: POOLER_PORT };
