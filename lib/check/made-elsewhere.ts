import { PRIORITIES } from '../cluster/cluster.objects.js';
import type { Environment } from '../core/environment.js';
import type { Check } from './check.js';
import { madeBy, referring } from './configuration.js';
import { called, finding, ownerOf } from './findings.js';

export const madeElsewhere: Check = {
  id: 'made-elsewhere',
  title: 'A ConfigMap, Secret, account, claim, Service or priority class that no manifest makes is named on purpose',
  acceptable: true,
  examples: {
    bad: `new WebService(chart, 'api', {
  image,
  port: 8080,
  volumes: [{ name: 'ca', configMap: { name: 'company-ca' }, mountPath: '/etc/ca' }],
});`,
    good: `new WebService(chart, 'api', {
  image,
  port: 8080,
  config: { mountPath: '/etc/ca', files: { 'ca.crt': '…' } },
  env: { TOKEN: Secret.existing({ secret: 'issued-elsewhere', key: 'token' }) },
});`,
  },
  run(subject) {
    const { environment, manifests } = subject;
    const made = madeBy(manifests);
    const known = new Set([...OF_EVERY_CLUSTER, ...pullSecrets(environment)]);
    return referring(manifests).flatMap(({ manifest, references }) => {
      const existing = ownerOf(subject, manifest)?.existingSecrets;
      const missing = references
        .filter(({ kind, name }) => !made.has(`${kind} ${name}`) && !known.has(`${kind} ${name}`))
        .filter(({ kind, name }) => !(kind === 'Secret' && existing?.has(name)))
        .map(({ kind, name }) => `${kind} "${name}"`);
      return [...new Set(missing)].map((what) =>
        finding(
          subject,
          manifest,
          `${called(manifest.object)} needs ${what}, which no manifest makes; correct the name, or say who makes it: accept: { 'made-elsewhere': '…' }`,
        ),
      );
    });
  },
};

/** What Kubernetes itself puts into every namespace or cluster, and what the cluster's own stack makes. */
const OF_EVERY_CLUSTER = [
  'ConfigMap kube-root-ca.crt',
  'ServiceAccount default',
  ...['system-cluster-critical', 'system-node-critical', ...PRIORITIES.map(({ name }) => name)].map((name) => `PriorityClass ${name}`),
];

const pullSecrets = (environment: Environment | undefined): string[] =>
  (environment?.images?.pullSecrets ?? []).map((name) => `Secret ${name}`);
