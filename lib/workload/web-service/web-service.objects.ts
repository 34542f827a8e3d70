import type { Service } from '../../core/kubernetes.js';
import { type Identity, labels, selectorLabels } from '../../core/labels.js';
import type { WebServiceProps } from './web-service.props.js';

/** https://kubernetes.io/docs/concepts/services-networking/service/#application-protocol */
const APP_PROTOCOL = { http: 'http', grpc: 'kubernetes.io/h2c' } as const;

export const service = (identity: Identity, { port, protocol = 'http' }: WebServiceProps, expose: WebServiceProps['expose']): Service => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: identity.instance, labels: labels(identity) },
  spec: {
    type: expose === 'load-balancer' ? 'LoadBalancer' : 'ClusterIP',
    clusterIP: expose === 'headless' ? 'None' : undefined,
    selector: selectorLabels(identity),
    ports: [{ name: protocol, port, targetPort: protocol, appProtocol: APP_PROTOCOL[protocol], protocol: 'TCP' }],
  },
});
