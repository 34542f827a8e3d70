import { Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import { describe, expect, it } from 'vitest';
import { drain } from '../../lib/check/drain.js';
import { immutable } from '../../lib/check/immutable.js';
import { quota } from '../../lib/check/quota.js';
import { references } from '../../lib/check/references.js';
import { addCertificate, RENEW_DAYS } from '../../lib/core/certificates.js';
import type { Chart, Environment, PodDisruptionBudget, Service, StatefulSet } from '../../lib/index.js';
import { sentencesOf, subjectOf } from '../check/example.js';
import { refusal, synth } from '../support/apps.js';
import { defined, first, objectsOf } from '../support/objects.js';
import { Store, type StoreProps } from '../support/store.js';

const store =
  (props: StoreProps = {}) =>
  (chart: Chart) =>
    new Store(chart, 'store', props);
const setOf = (props: StoreProps = {}, environment: Partial<Environment> = {}): StatefulSet['spec'] =>
  synth(store(props), environment).get<StatefulSet>('StatefulSet', 'store').spec;
const podOf = (environment: Partial<Environment> = {}) => setOf({}, environment).template.spec;
const volumeOf = (props: StoreProps, environment: Partial<Environment> = {}) => first(setOf(props, environment).volumeClaimTemplates).spec;

const SELECTOR = { 'app.kubernetes.io/name': 'store', 'app.kubernetes.io/instance': 'store' };

describe('the objects of a data service', () => {
  it('are these, with names that never change', () => {
    expect(objectsOf(synth(store()), 'store')).toEqual([
      'NetworkPolicy/store-from-network.metrics',
      'PodDisruptionBudget/store',
      'Secret/store-tls',
      'Service/store-peers',
      'ServiceAccount/store',
      'StatefulSet/store',
    ]);
  });

  it('have fields that Kubernetes never changes: selector, peers, claims', () => {
    const { selector, serviceName, podManagementPolicy, revisionHistoryLimit, volumeClaimTemplates } = setOf();
    expect({ selector, serviceName, podManagementPolicy, revisionHistoryLimit, volumeClaimTemplates }).toEqual({
      selector: { matchLabels: SELECTOR },
      serviceName: 'store-peers',
      podManagementPolicy: 'Parallel',
      revisionHistoryLimit: 5,
      volumeClaimTemplates: [
        {
          metadata: { name: 'data', labels: SELECTOR },
          spec: { accessModes: ['ReadWriteOnce'], storageClassName: undefined, resources: { requests: { storage: '10240Mi' } } },
        },
      ],
    });
  });

  it('keep their claims, whether the set is deleted or scaled', () => {
    expect(setOf().persistentVolumeClaimRetentionPolicy).toEqual({ whenDeleted: 'Retain', whenScaled: 'Retain' });
  });

  it('carry no version: a release of the library or an image’s new tag as a label would restart every member', () => {
    const labels = [setOf().template.metadata?.labels, first(setOf().volumeClaimTemplates).metadata?.labels, setOf().selector.matchLabels];
    for (const keys of labels.map((all) => Object.keys(all ?? {}))) {
      expect(keys).not.toEqual([]);
      expect(keys).not.toContain('app.kubernetes.io/version');
    }
  });

  it('let members find each other before they are ready', () => {
    expect(synth(store()).get<Service>('Service', 'store-peers').spec).toMatchObject({
      clusterIP: 'None',
      publishNotReadyAddresses: true,
      selector: SELECTOR,
    });
  });

  it('give members the time to hand over and to stop', () => {
    expect(podOf()).toMatchObject({ terminationGracePeriodSeconds: 15 + 40 + 5, priorityClassName: 'evenkeel-data' });
    expect(first(podOf().containers).lifecycle).toEqual({ preStop: { exec: { command: ['hand-over'] } } });
  });
});

describe('members', () => {
  const peers = { matchLabels: SELECTOR };

  it('in production are on nodes of their own, evenly over zones, and never otherwise', () => {
    const { affinity, topologySpreadConstraints } = podOf();
    expect(affinity).toEqual({
      podAntiAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: 'kubernetes.io/hostname', labelSelector: peers }],
      },
    });
    expect(topologySpreadConstraints).toEqual([
      {
        maxSkew: 1,
        topologyKey: 'topology.kubernetes.io/zone',
        whenUnsatisfiable: 'DoNotSchedule',
        nodeTaintsPolicy: 'Honor',
        labelSelector: peers,
      },
    ]);
  });

  it.each(['staging', 'development'] as const)('in %s go apart as far as they can', (tier) => {
    const { affinity, topologySpreadConstraints } = podOf({ tier });
    expect(affinity?.podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution).toBeUndefined();
    expect(affinity?.podAntiAffinity?.preferredDuringSchedulingIgnoredDuringExecution).toHaveLength(1);
    expect(first(topologySpreadConstraints).whenUnsatisfiable).toBe('ScheduleAnyway');
  });

  it('stay on a dead node, which has their volume', () => {
    expect(podOf().tolerations).toEqual([]);
  });

  it('are let go one at a time, and never below the budget while they are not ready', () => {
    const budget = synth(store()).get<PodDisruptionBudget>('PodDisruptionBudget', 'store');
    expect(budget.spec).toMatchObject({
      maxUnavailable: 1,
      unhealthyPodEvictionPolicy: 'IfHealthyBudget',
      selector: { matchLabels: SELECTOR },
    });
    expect(sentencesOf(drain, subjectOf(store()))).toEqual([]);
  });
});

describe('the volume of a member', () => {
  it('is of the class that it names, else of the environment’s, else of the cluster’s default', () => {
    const own = { storage: { size: Size.gibibytes(1), class: 'local' } };
    expect(volumeOf(own, { storageClass: 'fast' })?.storageClassName).toBe('local');
    expect(volumeOf({}, { storageClass: 'fast' })?.storageClassName).toBe('fast');
    expect(volumeOf({})?.storageClassName).toBeUndefined();
  });

  it('is smaller where the environment is, down to 256Mi', () => {
    const requested = (size: Size, storage: number) =>
      volumeOf({ storage: { size } }, { sizes: { storage } })?.resources?.requests?.storage;
    expect(requested(Size.gibibytes(10), 0.1)).toBe('1024Mi');
    expect(requested(Size.gibibytes(1), 0.01)).toBe('256Mi');
  });

  it('counts in the quota, once for each member', () => {
    const quotaOf = (storage: Size) =>
      ({ quota: { cpu: Cpu.units(9), memory: Size.gibibytes(9), pods: 99, storage } }) satisfies Partial<Environment>;
    expect(sentencesOf(quota, subjectOf(store(), quotaOf(Size.gibibytes(29))))).toEqual([
      'environment "test".quota.storage: 29696Mi is below the peak of 30720Mi; the largest is "store" with claims of 30720Mi; ' +
        "raise it to at least 30720Mi or lower the workloads' maximum",
    ]);
    expect(sentencesOf(quota, subjectOf(store(), quotaOf(Size.gibibytes(30))))).toEqual([]);
  });

  it.each<[string, StoreProps, Partial<Environment>, string]>([
    ['size', { storage: { size: Size.gibibytes(20) } }, {}, 'grow its claims, then recreate it around its running pods'],
    ['class', {}, { storageClass: 'fast' }, 'bring up a second component under another name and move the data'],
  ])('cannot change its %s in place, and the way out is told', (_, props, environment, wayOut) => {
    const subject = { ...subjectOf(store(props), environment), previous: subjectOf(store()).files };
    expect(sentencesOf(immutable, subject)).toEqual([
      `store "store": StatefulSet "store": spec.volumeClaimTemplates cannot be changed; change it back, or ${wayOut} (docs/immutable-fields.md#statefulset)`,
    ]);
  });
});

describe('a claim to survive', () => {
  const QUORUM = 'store "store": claims to survive the loss of';

  it('a zone is refused with the counter-example where two zones hold three members', () => {
    expect(refusal(store(), { zones: ['a', 'b'], nodes: { perZone: 2, cpu: Cpu.units(4), memory: Size.gibibytes(8) } })).toEqual([
      `[test] ${QUORUM} a zone, but 3 replicas over 2 zones leave too few: zone a with 2 of 3 pods (a-1: 1, a-2: 1) goes, 1 stays ready of the 2 that it needs; add zones or replicas`,
    ]);
  });

  it('one node, and no zone, is kept by two zones', () => {
    const claim = { zones: 0, nodes: 1, needs: 2 } as const;
    const nodes = { perZone: 2, cpu: Cpu.units(4), memory: Size.gibibytes(8) };
    expect(setOf({ claim }, { zones: ['a', 'b'], nodes }).replicas).toBe(3);
  });

  it('more than a majority can lose is refused', () => {
    expect(refusal(store({ claim: { zones: 1, nodes: 1, needs: 3 } })).join()).toContain('2 stay ready of the 3 that it needs');
  });
});

describe('a certificate', () => {
  const hosts = 'store store.test store.test.svc store.test.svc.cluster.local store-0.store-peers store-1.store-peers store-2.store-peers';

  it('is issued by the deployment, whose annotations say for whom, and has no data', () => {
    const secret = synth(store()).get('Secret', 'store-tls');
    expect(secret).toEqual({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: {
        name: 'store-tls',
        namespace: 'test',
        labels: expect.objectContaining(SELECTOR),
        annotations: {
          'certificate.evenkeel.dev/hosts': hosts,
          'secret.evenkeel.dev/tls.crt': 'certificate/store/store-tls/1',
          'secret.evenkeel.dev/tls.key': 'certificate/store/store-tls/1',
          'secret.evenkeel.dev/ca.crt': 'certificate/store/store-tls/1',
        },
      },
      type: 'kubernetes.io/tls',
    });
  });

  it('is cert-manager’s where the environment names an issuer', () => {
    const apps = synth(store(), { issuer: { kind: 'ClusterIssuer', name: 'internal' } });
    expect(apps.all('Secret')).toEqual([]);
    expect(apps.get('Certificate', 'store-tls')).toMatchObject({
      apiVersion: 'cert-manager.io/v1',
      spec: {
        secretName: 'store-tls',
        dnsNames: hosts.split(' '),
        duration: '2160h',
        renewBefore: '720h',
        privateKey: { algorithm: 'ECDSA', size: 256, encoding: 'PKCS8', rotationPolicy: 'Always' },
        issuerRef: { group: 'cert-manager.io', kind: 'ClusterIssuer', name: 'internal' },
      },
    });
  });

  it.each<[string, Partial<Environment>, string]>([
    ['the deployment issues', {}, 'ca.crt, tls.crt, tls.key'],
    ['cert-manager issues', { issuer: { kind: 'Issuer', name: 'internal' } }, 'tls.crt, tls.key, ca.crt'],
  ])('that %s has the keys that pods may read, and no others', (_, environment, has) => {
    const reading = (key: string) =>
      sentencesOf(
        references,
        subjectOf(
          store({
            patch: {
              spec: {
                template: { spec: { volumes: [{ name: 'tls', secret: { secretName: 'store-tls', items: [{ key, path: key }] } }] } },
              },
            },
          }),
          environment,
        ),
      );
    expect(reading('ca.crt')).toEqual([]);
    expect(reading('ca.pem')).toEqual([
      `store "store": StatefulSet "store" reads key "ca.pem" of Secret "store-tls", which has ${has}; correct the key`,
    ]);
  });

  it('is renewed before its alerts are due, by whoever issues it', () => {
    const alerts = defined(synth(store()).stack.components.find(({ name }) => name === 'store')).alerts;
    const certificate = alerts.filter(({ name }) => name.startsWith('Certificate'));
    expect(certificate.map(({ expr, severity }) => [severity, expr])).toEqual([
      ['warning', `x509_cert_not_after{secret_namespace="test",secret_name="store-tls",secret_key="tls.crt"} - time() < ${21 * 86_400}`],
      ['critical', `x509_cert_not_after{secret_namespace="test",secret_name="store-tls",secret_key="tls.crt"} - time() < ${3 * 86_400}`],
    ]);
    expect(RENEW_DAYS).toBeGreaterThan(21);
  });

  it('with a wildcard that OpenSSL does not match is refused', () => {
    const refused = refusal((chart) => addCertificate(new Store(chart), 'wild-tls', { hosts: ['*.store-peers', '*.store-peers.test'] }));
    expect(refused).toEqual([
      '[test] store "store": OpenSSL matches no name with the wildcard *.store-peers of certificate "wild-tls"; give it two labels after the star, or name each host',
    ]);
  });
});
