import type { GatewayAddress } from '../../core/environment.js';
import type { KubernetesObject } from '../../core/kubernetes.js';
import { type Identity, labels } from '../../core/labels.js';

export interface ParentReference {
  readonly name: string;
  readonly namespace?: string;
  /** One of the Gateway's listeners. @default - all that take the host */
  readonly sectionName?: string;
}

/** A Service that gets its share: `weight` of the sum of weights. */
export interface Backend {
  readonly name: string;
  readonly port: number;
  readonly weight?: number;
}

/** https://gateway-api.sigs.k8s.io/reference/spec/#gateway, as far as we write it. */
export interface Gateway extends KubernetesObject {
  readonly apiVersion: 'gateway.networking.k8s.io/v1';
  readonly kind: 'Gateway';
  readonly spec: {
    readonly gatewayClassName: string;
    readonly listeners: readonly {
      readonly name: string;
      readonly port: number;
      readonly protocol: 'HTTP' | 'HTTPS';
      readonly hostname: string;
      readonly tls?: { readonly mode: 'Terminate'; readonly certificateRefs: readonly { readonly name: string }[] };
    }[];
  };
}

/** cert-manager makes the Secret of a Gateway or an Ingress with this annotation: https://cert-manager.io/docs/usage/gateway/ */
export const ISSUER_ANNOTATION = 'cert-manager.io/cluster-issuer';
export const issuerAnnotation = (issuer: string) => ({ [ISSUER_ANNOTATION]: issuer });

/** A Gateway of the component's own, which takes routes of its namespace alone. */
export const gateway = (
  identity: Identity,
  { className = '', ports = { http: 80, https: 443 } }: GatewayAddress,
  hostname: string,
  certificate: { readonly secret: string; readonly issuer?: string },
): Gateway => ({
  apiVersion: 'gateway.networking.k8s.io/v1',
  kind: 'Gateway',
  metadata: {
    name: identity.instance,
    labels: labels(identity),
    annotations: certificate.issuer ? issuerAnnotation(certificate.issuer) : undefined,
  },
  spec: {
    gatewayClassName: className,
    listeners: [
      { name: 'http', port: ports.http, protocol: 'HTTP', hostname },
      {
        name: 'https',
        port: ports.https,
        protocol: 'HTTPS',
        hostname,
        tls: { mode: 'Terminate', certificateRefs: [{ name: certificate.secret }] },
      },
    ],
  },
});
