import { Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import { type Alert, type Claim, Component } from '../../../core/component.js';
import { type Connectable, Connection } from '../../../core/connection.js';
import type { Service } from '../../../core/kubernetes.js';
import { type Identity, labels, selectorLabels } from '../../../core/labels.js';
import { addDeployment } from '../../../workload/deployment/add-deployment.js';
import { deploymentClaim } from '../../../workload/deployment/claim.js';
import { deploymentAlerts } from '../../../workload/deployment/deployment.alerts.js';
import { httpProbes } from '../../../workload/pod/probes.js';
import { defaultScaling } from '../../../workload/scale/scaling.js';
import { peersOf } from '../../stateful-set/stateful-set.objects.js';
import { password } from '../credentials.js';
import { REDIS_PORT } from '../redis-sentinel.objects.js';
import { authorityFile, authorityOf, type Tls } from '../tls.js';
import { haproxyConfiguration, STATUS_PORT } from './haproxy.js';
import type { RedisProxyProps } from './redis-proxy.props.js';

const DEFAULT_IMAGE = 'docker.io/library/haproxy:3.2.9';
/** `haproxy` of the official image. */
const HAPROXY_USER = 99;
const DEFAULT_RESOURCES = { cpu: Cpu.millis(100), memory: Size.mebibytes(64) };
const CONFIGURATION = '/usr/local/etc/haproxy';

export interface RedisProxyOptions extends RedisProxyProps {
  readonly cluster: Component;
  readonly members: readonly string[];
  readonly generation: number;
  readonly tls: Tls;
}

/** HAProxy: one address for clients that know nothing of sentinels. What it forwards goes to the primary, or nowhere. */
export class RedisProxy extends Component implements Connectable {
  readonly endpoints = [{ name: 'redis', port: REDIS_PORT, protocol: 'tcp' }] as const;
  readonly alerts: readonly Alert[];
  readonly claim: Claim;

  constructor(private readonly options: RedisProxyOptions) {
    const { cluster, members, generation, tls, patch = {} } = options;
    super(cluster, `${cluster.name}-proxy`, {
      kind: 'redis-proxy',
      stage: 'data',
      accept: { survival: "a lost zone's proxy waits for the zone, like the member there: clients prefer the proxy of their own zone" },
    });
    const scaling = options.replicas === undefined ? defaultScaling(this.environment) : { replicas: options.replicas };
    addDeployment(
      this,
      {
        image: options.image ?? DEFAULT_IMAGE,
        user: HAPROXY_USER,
        resources: { ...DEFAULT_RESOURCES, ...options.resources },
        command: ['haproxy', '-W', '-f', `${CONFIGURATION}/haproxy.cfg`],
        config: {
          mountPath: CONFIGURATION,
          files: { 'haproxy.cfg': haproxyConfiguration(members, tls === 'on' ? authorityFile(cluster.name) : undefined) },
        },
        uses: [this.toMembers(cluster, generation)],
        inEachZone: true,
        metrics: { port: STATUS_PORT, path: '/metrics' },
      },
      scaling,
      [{ name: 'redis', containerPort: REDIS_PORT }],
      httpProbes(STATUS_PORT),
      patch,
    );
    this.add('service', proxyService(this.identity()), patch.service);
    this.alerts = deploymentAlerts(this);
    this.claim = deploymentClaim(this.environment, scaling);
  }

  /** `REDIS_HOST`, `REDIS_PORT`, `REDIS_USERNAME`, `REDIS_PASSWORD` and `REDIS_URL`. */
  connection(): Connection {
    const { cluster, generation, tls } = this.options;
    return new Connection({
      target: this,
      variables: {
        REDIS_HOST: this.name,
        REDIS_PORT: String(REDIS_PORT),
        REDIS_USERNAME: 'app',
        REDIS_PASSWORD: password(cluster.name, 'app', generation),
        REDIS_URL: `${tls === 'on' ? 'rediss' : 'redis'}://$(REDIS_USERNAME):$(REDIS_PASSWORD)@$(REDIS_HOST):$(REDIS_PORT)`,
        ...(tls === 'on' ? { REDIS_TLS_CA: authorityFile(cluster.name) } : {}),
      },
      files: tls === 'on' ? authorityOf(cluster.name) : undefined,
      at: { pods: [this.identity()] },
      ports: [REDIS_PORT],
      waitFor: { host: this.name, port: REDIS_PORT },
    });
  }

  /** The connection with another prefix for its variables. */
  as(prefix: string): Connection {
    return this.connection().as(prefix);
  }

  private toMembers(cluster: Component, generation: number): Connection {
    return new Connection({
      target: cluster,
      variables: { PROXY_PASSWORD: password(cluster.name, 'proxy', generation) },
      files: this.options.tls === 'on' ? authorityOf(cluster.name) : undefined,
      at: { pods: [cluster.identity()] },
      ports: [REDIS_PORT],
      waitFor: { host: peersOf(cluster.name), port: REDIS_PORT },
    });
  }
}

/**
 * Clients have the proxy of their own zone: with a zone that is lost they do not go on trying its proxy until its node is known
 * to be gone. Kubernetes 1.30 does not know the field, and goes without it.
 */
const proxyService = (identity: Identity): Service => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: identity.instance, labels: labels(identity) },
  spec: {
    selector: selectorLabels(identity),
    trafficDistribution: 'PreferClose',
    ports: [{ name: 'redis', port: REDIS_PORT, targetPort: REDIS_PORT, protocol: 'TCP' }],
  },
});
