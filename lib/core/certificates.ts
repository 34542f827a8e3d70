import type { Component } from './component.js';
import type { KubernetesObject, Labels, ObjectMeta, Secret } from './kubernetes.js';
import { labels, PREFIX } from './labels.js';
import { SECRET_SOURCE } from './secrets.js';

/** A server's certificate for connections inside the environment. */
export interface CertificateProps {
  /**
   * DNS names that clients connect to; the first is the common name. A wildcard has at least two labels after it
   * (`*.cache-peers.acme-prod`): OpenSSL matches no other, so members are named one by one where clients use short names.
   */
  readonly hosts: readonly string[];
  /** Raise it to get another key. @default 1 */
  readonly generation?: number;
}

/** Data keys of the Secret, as cert-manager has them. */
export const CERTIFICATE_KEYS = ['tls.crt', 'tls.key', 'ca.crt'] as const;

/** The annotation of a Secret whose certificate the deployment issues: host names, separated by spaces. */
export const CERTIFICATE_HOSTS = `certificate.${PREFIX}/hosts`;

/** 90 days, renewed in the last third: what cert-manager does by itself. */
export const CERTIFICATE_DAYS = 90;
export const RENEW_DAYS = 30;

/**
 * Makes the Secret `<name>` with a certificate (`tls.crt`, `tls.key`) and the authority that signed it (`ca.crt`): by
 * cert-manager where the environment names an issuer, else by the deployment. Pods that mount it see a renewed one within
 * about a minute; they must read it again by themselves.
 */
export function addCertificate(component: Component, name: string, props: CertificateProps): void {
  const { issuer } = component.environment;
  for (const host of props.hosts.filter(isShortWildcard)) {
    component.report(
      `OpenSSL matches no name with the wildcard ${host} of certificate "${name}"; give it two labels after the star, or name each host`,
    );
  }
  const metadataLabels = labels(component.identity());
  component.add(
    `certificate-${name}`,
    issuer ? certificateObject(name, issuer, props, metadataLabels) : issuedSecret(name, component.name, props, metadataLabels),
  );
}

const isShortWildcard = (host: string) => host.startsWith('*.') && host.split('.').length < 3;

/** `certificate/<component>/<Secret>/<generation>`, the same for all keys of the Secret: they belong together. */
const issuedSecret = (name: string, component: string, { hosts, generation = 1 }: CertificateProps, metadataLabels: Labels): Secret => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: {
    name,
    labels: metadataLabels,
    annotations: {
      [CERTIFICATE_HOSTS]: hosts.join(' '),
      ...Object.fromEntries(CERTIFICATE_KEYS.map((key) => [`${SECRET_SOURCE}${key}`, `certificate/${component}/${name}/${generation}`])),
    },
  },
  type: 'kubernetes.io/tls',
});

/** https://cert-manager.io/docs/reference/api-docs/#cert-manager.io/v1.Certificate */
export interface CertificateObject extends KubernetesObject {
  readonly apiVersion: 'cert-manager.io/v1';
  readonly kind: 'Certificate';
  readonly metadata: ObjectMeta;
  readonly spec: {
    readonly secretName: string;
    readonly commonName: string;
    readonly dnsNames: readonly string[];
    readonly duration: string;
    readonly renewBefore: string;
    /** PKCS #8 is the only one that Java reads. */
    readonly privateKey: { readonly algorithm: 'ECDSA'; readonly size: 256; readonly encoding: 'PKCS8'; readonly rotationPolicy: 'Always' };
    readonly usages: readonly string[];
    readonly issuerRef: { readonly group: 'cert-manager.io'; readonly kind: string; readonly name: string };
  };
}

const certificateObject = (
  name: string,
  issuer: { readonly kind: string; readonly name: string },
  { hosts }: CertificateProps,
  metadataLabels: Labels,
): CertificateObject => ({
  apiVersion: 'cert-manager.io/v1',
  kind: 'Certificate',
  metadata: { name, labels: metadataLabels },
  spec: {
    secretName: name,
    commonName: hosts[0] ?? name,
    dnsNames: hosts,
    duration: `${CERTIFICATE_DAYS * 24}h`,
    renewBefore: `${RENEW_DAYS * 24}h`,
    privateKey: { algorithm: 'ECDSA', size: 256, encoding: 'PKCS8', rotationPolicy: 'Always' },
    usages: ['digital signature', 'server auth', 'client auth'],
    issuerRef: { group: 'cert-manager.io', kind: issuer.kind, name: issuer.name },
  },
});

/** Names of a Service inside and outside its namespace. */
export const serviceHosts = (service: string, namespace: string): string[] => [
  service,
  `${service}.${namespace}`,
  `${service}.${namespace}.svc`,
  `${service}.${namespace}.svc.cluster.local`,
];
