import { Duration, Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import { addCertificate, serviceHosts } from '../../../core/certificates.js';
import { type Alert, type Claim, Component, type Endpoint } from '../../../core/component.js';
import type { Connection } from '../../../core/connection.js';
import { Secret } from '../../../core/secrets.js';
import { addDeployment } from '../../../workload/deployment/add-deployment.js';
import { deploymentClaim } from '../../../workload/deployment/claim.js';
import { deploymentAlerts } from '../../../workload/deployment/deployment.alerts.js';
import { defaultScaling, leastReplicas } from '../../../workload/scale/scaling.js';
import { certificateAlerts } from '../../certificate.alerts.js';
import { copyHosts, hostsVolume, keepHosts } from '../../hosts.js';
import { checkPooler } from '../check-postgres.js';
import { credentialsOf, loginsOf, rolesOf } from '../logins.js';
import { certificateVolume, POSTGRES_PORT } from '../postgres-cluster.objects.js';
import type { PoolerProps, PostgresClusterProps } from '../postgres-cluster.props.js';
import { passwordVariable } from '../set-up.js';
import { pgbouncerIni } from './pgbouncer.js';
import { POOLER_PORT, poolerProbes, poolerService } from './pooler.objects.js';
import { START_POOLER, userList } from './start-pooler.js';

const DEFAULT_IMAGE = 'docker.io/edoburu/pgbouncer:v1.24.1-p1';
/** `postgres` of the image. */
const USER = 70;
const DEFAULT_POOL_SIZE = 20;
const DEFAULT_MAX_CLIENTS = 1000;
const DEFAULT_RESOURCES = { cpu: Cpu.millis(100), memory: Size.mebibytes(128) };

export interface PoolerOptions extends PoolerProps {
  /** Whose pooler it is. */
  readonly cluster: Component;
  readonly clusterProps: PostgresClusterProps;
  /** From its pods to the cluster's. */
  readonly members: Connection;
}

/**
 * PgBouncer: many clients on few connections, one transaction at a time. It knows every login itself, and asks nobody; its
 * connections follow the cluster's Service, and so the leader.
 */
export class Pooler extends Component {
  readonly endpoints: readonly Endpoint[] = [{ name: 'postgres', port: POSTGRES_PORT, protocol: 'tcp' }];
  readonly alerts: readonly Alert[];
  readonly claim: Claim;

  constructor({ cluster, clusterProps, members, ...props }: PoolerOptions) {
    const name = poolerOf(cluster.name);
    super(cluster, name, {
      kind: 'postgres-pooler',
      stage: 'data',
      accept: {
        probes: 'PgBouncer answers nothing without a login; liveness asks the same as readiness, and for longer',
        survival: "a lost zone's pooler waits for the zone, like the member there: clients prefer the pooler of their own zone",
      },
    });
    const logins = loginsOf(clusterProps);
    const scaling = props.replicas === undefined ? defaultScaling(this.environment) : { replicas: props.replicas };
    const { image = DEFAULT_IMAGE, poolSize = DEFAULT_POOL_SIZE, maxClients = DEFAULT_MAX_CLIENTS } = props;
    checkPooler(cluster, clusterProps, { replicas: leastReplicas(scaling), poolSize, maxClients });

    addCertificate(this, `${name}-tls`, { hosts: serviceHosts(name, this.environment.namespace), generation: clusterProps.generation });
    addDeployment(
      this,
      {
        image,
        user: USER,
        resources: { ...DEFAULT_RESOURCES, ...props.resources },
        command: ['sh', '/etc/pgbouncer/start.sh'],
        config: {
          mountPath: '/etc/pgbouncer',
          files: {
            'pgbouncer.ini': pgbouncerIni(cluster.name, clusterProps.database, {
              poolSize,
              maxClients,
              // Also while each user has two logins.
              most: poolSize * rolesOf(clusterProps).length,
            }),
            // By itself PgBouncer asks again whenever 30 s have gone by.
            'hosts.sh': keepHosts(this.environment.namespace, [cluster.name]),
            'start.sh': START_POOLER,
            'user-list.sh': userList(logins),
          },
        },
        env: Object.fromEntries(
          logins.map((own) => [
            passwordVariable(own),
            Secret.existing({ secret: credentialsOf(cluster.name), key: own.key, generation: own.generation }),
          ]),
        ),
        uses: [members],
        inEachZone: true,
        volumes: [hostsVolume, certificateVolume(`${name}-tls`)],
        initContainers: [copyHosts(this, image)],
        probes: { liveness: { failures: 12 } },
        // Transactions that are under way end within this time, or are broken off.
        shutdown: { timeout: Duration.seconds(30) },
        metrics: 'none',
      },
      scaling,
      [{ name: 'postgres', containerPort: POOLER_PORT }],
      poolerProbes,
      { deployment: clusterProps.patch?.pooler },
    );
    this.add('service', poolerService(this.identity()));

    this.alerts = [...deploymentAlerts(this), ...certificateAlerts(this, `${name}-tls`)];
    this.claim = deploymentClaim(this.environment, scaling);
  }
}

export const poolerOf = (cluster: string): string => `${cluster}-pooler`;
