import type { Ingress } from '../../core/kubernetes.js';
import { type Identity, labels, SKIP_AWAIT } from '../../core/labels.js';
import { type Backend, issuerAnnotation } from './gateway.objects.js';

/** Not waited for: many controllers never write the address that Pulumi would wait for. */
export const ingress = (
  identity: Identity,
  ingressClassName: string,
  hostname: string,
  paths: readonly string[],
  certificate: { readonly secret: string; readonly issuer?: string } | undefined,
  { name, port }: Backend,
): Ingress => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'Ingress',
  metadata: {
    name: identity.instance,
    labels: labels(identity),
    annotations: { [SKIP_AWAIT]: 'true', ...(certificate?.issuer ? issuerAnnotation(certificate.issuer) : {}) },
  },
  spec: {
    ingressClassName,
    tls: certificate && [{ hosts: [hostname], secretName: certificate.secret }],
    rules: [
      {
        host: hostname,
        http: { paths: paths.map((path) => ({ path, pathType: 'Prefix', backend: { service: { name, port: { number: port } } } })) },
      },
    ],
  },
});
