import { createHash } from 'node:crypto';
import { CERTIFICATE_DAYS, CERTIFICATE_HOSTS, RENEW_DAYS } from '../../lib/core/certificates.js';
import type { KubernetesObject } from '../../lib/core/kubernetes.js';
import type { Manifest } from '../../lib/core/manifest.js';
import { SECRET_SOURCE } from '../../lib/core/secrets.js';

const DAY = 24 * 60 * 60 * 1000;
/** For nodes whose clocks are behind. */
const BACKDATED = 60 * 60 * 1000;
const SERVER = { life: CERTIFICATE_DAYS, step: CERTIFICATE_DAYS - RENEW_DAYS };
/** Ten years, and the next from five on: the same key and name with a later end. */
const AUTHORITY = { life: 3650, step: 1825 };

/** A certificate that a Secret asks for. */
export interface CertificateOrder {
  readonly namespace: string;
  /** `certificate/<component>/<Secret>/<generation>`: the private key follows from it. */
  readonly source: string;
  readonly hosts: readonly string[];
}

export interface Period {
  readonly notBefore: Date;
  readonly notAfter: Date;
}

/** What a Secret's annotations ask for, or undefined where they ask for no certificate. */
export function orderOf({ metadata: { annotations = {} } }: KubernetesObject, namespace: string): CertificateOrder | undefined {
  const hosts = annotations[CERTIFICATE_HOSTS];
  const source = annotations[`${SECRET_SOURCE}tls.crt`];
  return hosts === undefined || source === undefined ? undefined : { namespace, source, hosts: hosts.split(' ') };
}

/** Spread over the days of a step, so that the certificates of an environment do not all change on one day. */
export function serverPeriod({ namespace, source }: CertificateOrder, now: Date): Period {
  const day = createHash('sha256').update(`${namespace}/${source}`).digest().readUInt32BE() % SERVER.step;
  return period(SERVER, day, now);
}

/** When the first certificate of a stack ends, unless `up` runs again. */
export function certificatesUntil(manifests: readonly Manifest[], namespace: string, now: Date): string | undefined {
  const orders = manifests.flatMap(({ object }) => orderOf(object, namespace) ?? []);
  return orders.map((order) => serverPeriod(order, now).notAfter.toISOString()).sort()[0];
}

export const authorityPeriod = (now: Date): Period => period(AUTHORITY, 0, now);

/** The one in force: periods begin every `step` days, `offset` days after the epoch, and each lasts longer than a step. */
function period({ life, step }: { readonly life: number; readonly step: number }, offset: number, now: Date): Period {
  const start = Math.floor((now.getTime() / DAY - offset) / step) * step + offset;
  return { notBefore: new Date(start * DAY - BACKDATED), notAfter: new Date((start + life) * DAY) };
}
