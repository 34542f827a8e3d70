import type { HorizontalPodAutoscaler, KubernetesObject, RoleBinding, Service } from '../core/kubernetes.js';
import type { Manifest } from '../core/manifest.js';
import type { KedaTrigger, ScaledObject } from '../workload/scale/keda.objects.js';
import { backendsOf, isRoute, type Route } from './backends.js';
import type { Check, Finding, Subject } from './check.js';
import { madeBy, type Referring, referring } from './configuration.js';
import { called, finding } from './findings.js';
import { oneOf, qualifiedKind } from './objects.js';
import { runningContainers } from './pods.js';
import { mayListen, type Serving, servings } from './services.js';

export const references: Check = {
  id: 'references',
  title: 'What objects of a stack say of each other is true: Services and their ports, keys, what is scaled and what is bound',
  acceptable: false,
  examples: {
    bad: `new WebService(chart, 'api', {
  image,
  port: 8080,
  patch: { service: { spec: { ports: [{ port: 80, targetPort: 'web' }] } } },
});`,
    good: `new WebService(chart, 'api', {
  image,
  port: 8080,
  patch: { service: { spec: { ports: [{ port: 80, targetPort: 'http' }] } } },
});`,
  },
  run: (subject) => [
    ...referring(subject.manifests).flatMap((referrer) => keys(subject, referrer)),
    ...subject.manifests.flatMap((manifest) => [
      ...backends(subject, manifest),
      ...named(manifest.object).flatMap((name) => existing(subject, manifest, name)),
    ]),
    ...servings(subject.manifests).flatMap((serving) => targetPorts(subject, serving)),
  ],
};

function keys(subject: Subject, { manifest, references }: Referring): Finding[] {
  return references.flatMap(({ kind, name, keys }) => {
    const known = madeBy(subject.manifests).get(`${kind} ${name}`);
    const unknown = known ? keys.filter((key) => !known.includes(key)) : [];
    return unknown.map((key) =>
      finding(
        subject,
        manifest,
        `${called(manifest.object)} reads key "${key}" of ${kind} "${name}", which has ${known?.join(', ') || 'none'}; correct the key`,
      ),
    );
  });
}

/** A Service that no manifest makes is told by another check. One that is a name needs no ports. */
function backends(subject: Subject, manifest: Manifest): Finding[] {
  const { object } = manifest;
  return backendsOf(object).flatMap(({ service, port }) => {
    const target = oneOf<Service>(subject.manifests, 'Service', service);
    if (!target) return [];
    const { type, ports = [] } = target.object.spec ?? {};
    if (
      port === undefined ||
      (type === 'ExternalName' && ports.length === 0) ||
      ports.some((own) => own.port === port || own.name === port)
    )
      return [];
    const has = ports.map((own) => own.port).join(', ') || 'none';
    return [
      finding(subject, manifest, `${called(object)} sends to port ${port} of Service "${service}", which has ${has}; correct the port`),
    ];
  });
}

/** Another object that one names, and what it does with it. */
interface Name {
  readonly does: string;
  readonly kind: string;
  readonly name: string;
}

interface Naming {
  readonly spec?: Partial<ScaledObject['spec']> & Partial<NonNullable<HorizontalPodAutoscaler['spec']>> & { readonly serviceName?: string };
}

function named(object: KubernetesObject): Name[] {
  if (isRoute(object)) return ownGateways(object);
  const { spec = {} } = object as KubernetesObject & Naming;
  switch (object.kind) {
    case 'HorizontalPodAutoscaler':
      return scaled(spec.scaleTargetRef);
    case 'ScaledObject':
      return [...scaled(spec.scaleTargetRef), ...authentications(spec.triggers)];
    case 'ScaledJob':
      return authentications(spec.triggers);
    case 'StatefulSet':
      return spec.serviceName ? [{ does: 'is governed by', kind: 'Service', name: spec.serviceName }] : [];
    case 'RoleBinding':
      return bound(object as RoleBinding);
    default:
      return [];
  }
}

/** One with a namespace is the environment's, or somebody else's. */
const ownGateways = ({ spec }: Route): Name[] =>
  (spec?.parentRefs ?? [])
    .filter(({ kind = 'Gateway', namespace }) => kind === 'Gateway' && !namespace)
    .map(({ name }) => ({ does: 'attaches to', kind: 'gateway.networking.k8s.io/Gateway', name }));

const scaled = (target: { readonly apiVersion?: string; readonly kind?: string; readonly name: string } | undefined): Name[] =>
  target
    ? [
        {
          does: 'scales',
          kind: qualifiedKind({ apiVersion: target.apiVersion ?? 'apps/v1', kind: target.kind ?? 'Deployment' }),
          name: target.name,
        },
      ]
    : [];

const authentications = (triggers: readonly KedaTrigger[] = []): Name[] =>
  triggers.flatMap(({ authenticationRef }) =>
    authenticationRef && !isClusterWide(authenticationRef)
      ? [{ does: 'authenticates with', kind: 'keda.sh/TriggerAuthentication', name: authenticationRef.name }]
      : [],
  );

const isClusterWide = ({ kind }: { readonly name: string; readonly kind?: string }) => kind === 'ClusterTriggerAuthentication';

/** ClusterRoles are the cluster's. */
const bound = ({ roleRef }: RoleBinding): Name[] =>
  roleRef.kind === 'Role' ? [{ does: 'binds', kind: 'rbac.authorization.k8s.io/Role', name: roleRef.name }] : [];

function existing(subject: Subject, manifest: Manifest, { does, kind, name }: Name): Finding[] {
  if (oneOf(subject.manifests, kind, name)) return [];
  const what = `${kind.split('/').at(-1)} "${name}"`;
  return [finding(subject, manifest, `${called(manifest.object)} ${does} ${what}, which no manifest makes; correct the name`)];
}

/** A Service that finds no pods is told by another check. */
function targetPorts(subject: Subject, { manifest, pods }: Serving): Finding[] {
  if (pods.length === 0) return [];
  const containers = pods.flatMap(({ spec }) => runningContainers(spec));
  const declared = containers.flatMap(({ ports = [] }) => ports);
  return (manifest.object.spec?.ports ?? []).flatMap(({ port, targetPort = port }) => {
    if (mayListen(containers, targetPort)) return [];
    const [what, has, fix] =
      typeof targetPort === 'string'
        ? [`"${targetPort}"`, declared.flatMap(({ name }) => name ?? []), 'correct its targetPort']
        : [targetPort, declared.map(({ containerPort }) => containerPort), "correct its targetPort, or add it to the container's ports"];
    return [
      finding(
        subject,
        manifest,
        `${called(manifest.object)} sends to port ${what} of its pods, which have ${[...new Set<number | string>(has)].join(', ') || 'none'}; ${fix}`,
      ),
    ];
  });
}
