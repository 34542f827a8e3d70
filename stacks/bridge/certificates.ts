import { createHash, hkdfSync } from 'node:crypto';
import {
  AuthorityKeyIdentifier,
  BasicConstraints,
  ExtendedKeyUsage,
  GeneralName,
  id_ce_authorityKeyIdentifier,
  id_ce_basicConstraints,
  id_ce_extKeyUsage,
  id_ce_keyUsage,
  id_ce_subjectAltName,
  id_ce_subjectKeyIdentifier,
  id_kp_clientAuth,
  id_kp_serverAuth,
  KeyIdentifier,
  KeyUsage,
  KeyUsageFlags,
  SubjectAlternativeName,
  SubjectKeyIdentifier,
} from '@peculiar/asn1-x509';
import type { CERTIFICATE_KEYS } from '../../lib/core/certificates.js';
import { authorityPeriod, type CertificateOrder, type Period, serverPeriod } from './certificate-periods.js';
import { certificatePem, extension, keyIdentifier, keyPair, privateKeyPem } from './x509.js';

/** A private key takes 16 bytes more than its order has: FIPS 186-5, A.2.1. */
const KEY_BYTES = 48;

export type IssuedCertificate = Readonly<Record<(typeof CERTIFICATE_KEYS)[number], string>>;

/**
 * Issues a server's certificate without any state: keys follow from the seed, dates from the clock in steps. Whoever asks
 * within the first two thirds of its life gets the same bytes again, in the last third its successor.
 */
export function issueCertificate(seed: string, order: CertificateOrder, now: Date): IssuedCertificate {
  const { namespace, source, hosts } = order;
  const authority = authorityOf(seed, namespace, now);
  const key = derivedKey(seed, `${namespace}/${source}`);
  const validity = serverPeriod(order, now);
  const certificate = certificatePem(
    {
      serial: serialNumber(namespace, source, hosts.join(' '), validity),
      issuer: authority.name,
      subject: { commonName: hosts[0] },
      validity,
      key,
      extensions: [
        extension(id_ce_basicConstraints, new BasicConstraints(), 'critical'),
        extension(id_ce_keyUsage, new KeyUsage(KeyUsageFlags.digitalSignature), 'critical'),
        extension(id_ce_extKeyUsage, new ExtendedKeyUsage([id_kp_serverAuth, id_kp_clientAuth]), 'informative'),
        extension(id_ce_subjectAltName, new SubjectAlternativeName(hosts.map((dNSName) => new GeneralName({ dNSName }))), 'informative'),
        extension(id_ce_subjectKeyIdentifier, new SubjectKeyIdentifier(keyIdentifier(key)), 'informative'),
        extension(
          id_ce_authorityKeyIdentifier,
          new AuthorityKeyIdentifier({ keyIdentifier: new KeyIdentifier(keyIdentifier(authority.key)) }),
          'informative',
        ),
      ],
    },
    authority.key,
  );
  return { 'tls.crt': certificate, 'tls.key': privateKeyPem(key), 'ca.crt': authority.certificate };
}

/** The environment's own: what trusts one of its certificates trusts every later one. */
function authorityOf(seed: string, namespace: string, now: Date) {
  const name = { organization: namespace, commonName: 'certificate authority' };
  const key = derivedKey(seed, `${namespace}/authority`);
  const validity = authorityPeriod(now);
  const certificate = certificatePem(
    {
      serial: serialNumber(namespace, 'authority', '', validity),
      issuer: name,
      subject: name,
      validity,
      key,
      extensions: [
        extension(id_ce_basicConstraints, new BasicConstraints({ cA: true, pathLenConstraint: 0 }), 'critical'),
        extension(id_ce_keyUsage, new KeyUsage(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign), 'critical'),
        extension(id_ce_subjectKeyIdentifier, new SubjectKeyIdentifier(keyIdentifier(key)), 'informative'),
      ],
    },
    key,
  );
  return { name, key, certificate };
}

const derivedKey = (seed: string, path: string) => keyPair(new Uint8Array(hkdfSync('sha256', seed, '', `certificate ${path}`, KEY_BYTES)));

/** No two certificates of an authority have the same: it follows from what they say. At most 20 bytes, and positive. */
function serialNumber(namespace: string, source: string, hosts: string, { notBefore }: Period): Uint8Array {
  const digest = createHash('sha256').update([namespace, source, hosts, notBefore.toISOString()].join('\n')).digest();
  return Uint8Array.of(1, ...digest.subarray(0, 16));
}
