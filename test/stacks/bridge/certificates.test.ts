import { createHash, createPrivateKey, X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { connect, createServer } from 'node:tls';
import { describe, expect, it } from 'vitest';
import { addCertificate } from '../../../lib/core/certificates.js';
import { Worker } from '../../../lib/index.js';
import { type CertificateOrder, certificatesUntil, serverPeriod } from '../../../stacks/bridge/certificate-periods.js';
import { type IssuedCertificate, issueCertificate } from '../../../stacks/bridge/certificates.js';
import { IMAGE, synth } from '../../support/apps.js';

const DAY = 24 * 60 * 60 * 1000;
const HOSTS = ['db', 'db-0.db-peers', '*.db-peers.acme.svc.cluster.local'];
const ORDER: CertificateOrder = { namespace: 'acme', source: 'certificate/db/db-tls/1', hosts: HOSTS };
const NOW = new Date('2026-11-21T12:00:00Z');

const issue = (order: Partial<CertificateOrder> = {}, now = NOW, seed = 'seed') => issueCertificate(seed, { ...ORDER, ...order }, now);
const leaf = (issued: IssuedCertificate) => new X509Certificate(issued['tls.crt']);
const authority = (issued: IssuedCertificate) => new X509Certificate(issued['ca.crt']);
const pin = ({ publicKey }: X509Certificate) =>
  createHash('sha256')
    .update(publicKey.export({ type: 'spki', format: 'der' }))
    .digest('base64');
const later = (date: Date, days: number) => new Date(date.getTime() + days * DAY);
/** When the certificate that is in force at `NOW` was first issued. */
const BEGIN = new Date(serverPeriod(ORDER, NOW).notAfter.getTime() - 90 * DAY);

/** Connects with TLS and gives what the client makes of the server. */
async function handshake(server: IssuedCertificate, ca: string, servername: string): Promise<string> {
  const listener = createServer({ cert: server['tls.crt'], key: server['tls.key'] }, (socket) => socket.end()).listen(0, '127.0.0.1');
  listener.on('tlsClientError', () => {});
  await once(listener, 'listening');
  const { port } = listener.address() as AddressInfo;
  const client = connect({ port, host: '127.0.0.1', servername, ca, rejectUnauthorized: false });
  await once(client, 'secureConnect');
  const { authorizationError } = client;
  client.destroy();
  listener.close();
  return authorizationError ? String(authorizationError) : 'trusted';
}

describe('a certificate', () => {
  it('is the same, byte for byte, for the same seed, order and day', () => {
    expect(issue()).toEqual(issue());
  });

  it('names its hosts, the first as common name, and is for both ends of a connection', () => {
    const certificate = leaf(issue());
    expect(certificate.subject).toBe('CN=db');
    expect(certificate.subjectAltName).toBe('DNS:db, DNS:db-0.db-peers, DNS:*.db-peers.acme.svc.cluster.local');
    expect(certificate.keyUsage).toEqual(['1.3.6.1.5.5.7.3.1', '1.3.6.1.5.5.7.3.2']);
    expect(certificate.ca).toBe(false);
    expect(HOSTS.map((host) => certificate.checkHost(host.replace('*', 'db-2')))).toEqual(HOSTS);
    expect(certificate.checkHost('elsewhere')).toBeUndefined();
  });

  it('is signed by the authority that comes with it, and has the private key that comes with it', () => {
    const issued = issue();
    expect(leaf(issued).verify(authority(issued).publicKey)).toBe(true);
    expect(leaf(issued).checkIssued(authority(issued))).toBe(true);
    expect(leaf(issued).checkPrivateKey(createPrivateKey(issued['tls.key']))).toBe(true);
    expect(authority(issued).ca).toBe(true);
    expect(authority(issued).subject).toBe('O=acme\nCN=certificate authority');
  });

  it('is on P-256 with SHA-256, since PostgreSQL cannot bind a channel to Ed25519', () => {
    const { asymmetricKeyType, asymmetricKeyDetails } = createPrivateKey(issue()['tls.key']);
    expect([asymmetricKeyType, asymmetricKeyDetails?.namedCurve]).toEqual(['ec', 'prime256v1']);
  });

  it('keeps its key and its authority from release to release: another derivation would break every client that runs', () => {
    expect(pin(leaf(issue()))).toBe('CwwCjhrX7qxm62hyA9LrQgjRygsbekaojp/xgbdx9fs=');
    expect(pin(authority(issue()))).toBe('FP7P3NtMvz+CAZ9LoaifbkkqfC0BcWENum14Ssbv24k=');
  });

  it('has another key for another seed, namespace, Secret and generation', () => {
    const keys = [
      issue(),
      issue({ source: 'certificate/db/db-tls/2' }),
      issue({ source: 'certificate/db/other-tls/1' }),
      issue({ namespace: 'elsewhere' }),
      issue({}, NOW, 'another seed'),
    ].map((issued) => issued['tls.key']);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('keeps its key when only its hosts change, under another serial number', () => {
    const wider = issue({ hosts: [...HOSTS, 'db-3.db-peers'] });
    expect(wider['tls.key']).toBe(issue()['tls.key']);
    expect(leaf(wider).serialNumber).not.toBe(leaf(issue()).serialNumber);
  });
});

describe('renewal', () => {
  it('gives the same bytes for two thirds of the 90 days, and the next certificate from then on', () => {
    const issued = issue({}, BEGIN);
    expect(issue({}, later(BEGIN, 59.99))).toEqual(issued);
    const renewed = issue({}, later(BEGIN, 60));
    expect(renewed['tls.crt']).not.toBe(issued['tls.crt']);
    expect(renewed['tls.key']).toBe(issued['tls.key']);
    expect(renewed['ca.crt']).toBe(issued['ca.crt']);
    expect(leaf(renewed).serialNumber).not.toBe(leaf(issued).serialNumber);
  });

  it('leaves at least 30 days to the next `up`, whenever this one is', () => {
    for (let day = 0; day < 400; day += 1) {
      const now = later(NOW, day);
      const { notBefore, notAfter } = serverPeriod(ORDER, now);
      expect(notAfter.getTime() - now.getTime()).toBeGreaterThan(30 * DAY);
      expect(notBefore.getTime()).toBeLessThan(now.getTime() - 59 * 60 * 1000);
    }
  });

  it('is spread over the days, so that the certificates of an environment do not all change on one', () => {
    const days = Array.from({ length: 60 }, (_, at) => serverPeriod({ ...ORDER, source: `certificate/db-${at}/db-tls/1` }, NOW));
    expect(new Set(days.map(({ notAfter }) => notAfter.getTime())).size).toBeGreaterThan(30);
  });

  it('is due for a stack when its first certificate ends', () => {
    const { manifests } = synth((chart) => {
      const worker = new Worker(chart, 'worker', { image: IMAGE });
      addCertificate(worker, 'first-tls', { hosts: ['first'] });
      addCertificate(worker, 'second-tls', { hosts: ['second'] });
    }).stack;
    const ends = ['first-tls', 'second-tls'].map((secret) => {
      const source = `certificate/worker/${secret}/1`;
      return serverPeriod({ ...ORDER, source }, NOW).notAfter.toISOString();
    });
    expect(ends[0]).not.toBe(ends[1]);
    expect(certificatesUntil(manifests, 'acme', NOW)).toBe(ends.toSorted()[0]);
    expect(certificatesUntil([], 'acme', NOW)).toBeUndefined();
  });

  it('of the authority comes years before its end, with the same key and name', () => {
    const today = authority(issue());
    const inFiveYears = authority(issue({}, later(NOW, 1825)));
    expect(inFiveYears.fingerprint256).not.toBe(today.fingerprint256);
    expect(inFiveYears.subject).toBe(today.subject);
    expect(inFiveYears.publicKey.equals(today.publicKey)).toBe(true);
    for (let year = 0; year < 30; year += 1) {
      const now = later(NOW, 365 * year);
      const end = Date.parse(authority(issue({}, now)).validTo);
      expect(end - now.getTime()).toBeGreaterThan(1824 * DAY);
    }
  });
});

describe('a client with TLS', () => {
  const issued = () => issueCertificate('seed', ORDER, new Date());

  it('trusts every name of the certificate by the authority alone', async () => {
    const server = issued();
    for (const host of HOSTS) expect(await handshake(server, server['ca.crt'], host.replace('*', 'db-1'))).toBe('trusted');
  });

  it('trusts a renewed certificate by the authority that it read before', async () => {
    const server = issued();
    const before = issueCertificate('seed', ORDER, later(new Date(), -1825))['ca.crt'];
    expect(before).not.toBe(server['ca.crt']);
    expect(await handshake(server, before, 'db')).toBe('trusted');
  });

  it('does not trust another host, environment or seed', async () => {
    const server = issued();
    expect(await handshake(server, server['ca.crt'], 'cache')).toContain('ERR_TLS_CERT_ALTNAME_INVALID');
    const elsewhere = issueCertificate('seed', { ...ORDER, namespace: 'elsewhere' }, new Date());
    expect(await handshake(server, elsewhere['ca.crt'], 'db')).not.toBe('trusted');
    const other = issueCertificate('another seed', ORDER, new Date());
    expect(await handshake(server, other['ca.crt'], 'db')).not.toBe('trusted');
  });
});
