import { X509Certificate } from 'node:crypto';
import type { SecretObject } from '../../../lib/index.js';
import { orderOf } from '../../../stacks/bridge/certificate-periods.js';
import { issueCertificate } from '../../../stacks/bridge/certificates.js';
import { getJson, kubectl, waitFor } from '../../e2e/harness/kubectl.js';
import { SEED } from '../../e2e/harness/seed.js';
import { shownCertificates } from '../commands.js';
import type { Fault } from './scene.js';

/** The kubelet brings a changed Secret within a minute or so. Kafka's members restart for it, three minutes apart. */
const LONGEST_RENEWAL_SECONDS = 600;

/** Puts another certificate of the same authority, with another key, where the deployment would put the next one. */
export const renewCertificate: Fault = {
  kind: "renew the members' certificate",
  class: 'planned',
  wholeNode: false,
  run: async (scene) => {
    const { namespace, service } = scene;
    const secret = await getJson<SecretObject>('secret', service.certificate.secret, '-n', namespace);
    const order = orderOf(secret, namespace);
    if (!order) throw new Error(`the Secret ${service.certificate.secret} asks for no certificate`);
    const next = issueCertificate(SEED, { ...order, source: `${order.source}/${Date.now()}` }, new Date());
    const { fingerprint256 } = new X509Certificate(next['tls.crt']);

    scene.mark('injected');
    await kubectl('patch', 'secret', service.certificate.secret, '-n', namespace, '-p', JSON.stringify({ stringData: next }));
    await waitFor('every member to show the new certificate', LONGEST_RENEWAL_SECONDS, async () => {
      const shown = await shownCertificates(service, namespace);
      const old = shown.filter((fingerprint) => fingerprint !== fingerprint256).length;
      if (old > 0) throw new Error(`${old} of ${shown.length} show another one`);
      return true;
    });
    scene.mark('healed');
  },
};
