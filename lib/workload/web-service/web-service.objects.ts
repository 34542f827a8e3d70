import type { Service } from '../../core/kubernetes.js';
import { type Identity, labels, selectorLabels } from '../../core/labels.js';
import type { WebServiceProps } from './web-service.props.js';

/** https://kubernetes.io/docs/concepts/services-networking/service/#application-protocol */
const APP_PROTOCOL = { http: 'http', grpc: 'kubernetes.io/h2c' } as const;

/** `pods` are those of the version that gets the requests. */
export const service = (
  identity: Identity,
  { port, protocol = 'http' }: WebServiceProps,
  expose: WebServiceProps['expose'],
  pods: Identity,
): Service => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: identity.instance, labels: labels(identity) },
  spec: {
    type: expose === 'load-balancer' ? 'LoadBalancer' : 'ClusterIP',
    clusterIP: expose === 'headless' ? 'None' : undefined,
    selector: selectorLabels(pods),
    ports: [{ name: protocol, port, targetPort: protocol, appProtocol: APP_PROTOCOL[protocol], protocol: 'TCP' }],
  },
});
