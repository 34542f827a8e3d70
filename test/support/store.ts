import { Duration, Size } from 'cdk8s';
import { addCertificate, serviceHosts } from '../../lib/core/certificates.js';
import { certificateAlerts } from '../../lib/data/certificate.alerts.js';
import { addMetricsAccess, addStatefulSet } from '../../lib/data/stateful-set/add-stateful-set.js';
import { memberClaim } from '../../lib/data/stateful-set/member-claim.js';
import { statefulSetAlerts } from '../../lib/data/stateful-set/stateful-set.alerts.js';
import { memberHost } from '../../lib/data/stateful-set/stateful-set.objects.js';
import type { StatefulSetParts, Storage } from '../../lib/data/stateful-set/stateful-set.props.js';
import { type Alert, type Chart, type Claim, Component, type Probe } from '../../lib/index.js';
import { IMAGE } from './apps.js';

export interface StoreProps {
  readonly members?: number;
  /** What the startup probe allows. */
  readonly startSeconds?: number;
  readonly claim?: Claim;
  readonly storage?: Storage;
  readonly patch?: StatefulSetParts['patch'];
}

const probe = (script: string, failureThreshold: number): Probe => ({
  exec: { command: [script] },
  periodSeconds: 10,
  timeoutSeconds: 2,
  failureThreshold,
});

/** A data service as small as can be: members that find each other, a volume each, a certificate, and a majority that is needed. */
export class Store extends Component {
  readonly endpoints = [{ name: 'store', port: 5432, protocol: 'tcp' }] as const;
  readonly alerts: readonly Alert[];
  readonly claim: Claim;

  constructor(
    chart: Chart,
    name = 'store',
    { members = 3, startSeconds = 300, claim, storage = { size: Size.gibibytes(10) }, patch }: StoreProps = {},
  ) {
    super(chart, name, { kind: 'store', stage: 'data' });
    this.claim = claim ?? memberClaim(this.environment, Math.floor(members / 2) + 1);
    this.alerts = [...statefulSetAlerts(this), ...certificateAlerts(this, `${name}-tls`)];

    const ordinals = Array.from({ length: members }, (_, ordinal) => memberHost(name, ordinal));
    addCertificate(this, `${name}-tls`, { hosts: [...serviceHosts(name, this.environment.namespace), ...ordinals] });
    addStatefulSet(
      this,
      { image: IMAGE, volumes: [{ name: 'tls', mountPath: '/etc/tls', secret: { secretName: `${name}-tls` } }] },
      {
        replicas: members,
        ports: [
          { name: 'store', containerPort: 5432 },
          { name: 'metrics', containerPort: 9187 },
        ],
        probes: { startupProbe: probe('alive', startSeconds / 10), readinessProbe: probe('fit', 3), livenessProbe: probe('alive', 6) },
        preStop: { command: ['hand-over'], seconds: 15 },
        shutdown: Duration.seconds(40),
        minReady: Duration.seconds(10),
        storage,
        mountPath: '/var/lib/store',
        patch,
      },
    );
    addMetricsAccess(this, [9187]);
  }
}
