import type { Component } from '../../core/component.js';
import type { SecretFiles } from '../../core/connection.js';
import { imageVersion, resolveImage } from '../../core/images.js';
import type { Container, EnvVar, PodSpec, PodTemplate, Volume, VolumeMount } from '../../core/kubernetes.js';
import { labels } from '../../core/labels.js';
import type { ExtraContainer, WorkloadProps } from '../workload.props.js';
import { tokenMount, tokenVolume } from './api-access.objects.js';
import { containerResources } from './resources.js';
import { containerSecurityContext, DEFAULT_USER, podSecurityContext } from './security.js';

const TMP_SIZE = '64Mi';

export interface PodParts {
  readonly variables: readonly EnvVar[];
  readonly annotations: Readonly<Record<string, string>>;
  /** What connections bring, beside the variables. */
  readonly files: readonly SecretFiles[];
  readonly claims: readonly VolumeMount[];
  /** Besides the user's own. */
  readonly initContainers: readonly ExtraContainer[];
  /** What the kind of workload adds to the main container: ports, probes, lifecycle. */
  readonly main: Partial<Container>;
  /** What the kind of workload adds to the pod: spread, grace, restart policy. */
  readonly pod: Partial<PodSpec>;
}

/** The pod of every workload: restricted, on its own account, with `/tmp` as the one place to write. */
export function podTemplate(component: Component, props: WorkloadProps, parts: PodParts): PodTemplate {
  const { environment, name } = component;
  const main = image(component, props.image);
  return {
    metadata: {
      // A label that changes with each release would restart data pods for nothing.
      labels: {
        ...labels(component.identity()),
        ...(component.stage === 'data' ? {} : { 'app.kubernetes.io/version': imageVersion(main) }),
      },
      annotations: Object.keys(parts.annotations).length > 0 ? parts.annotations : undefined,
    },
    spec: {
      serviceAccountName: name,
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      priorityClassName: props.priority ?? 'evenkeel-service',
      securityContext: podSecurityContext(props.user ?? DEFAULT_USER),
      imagePullSecrets: environment.images?.pullSecrets?.map((secret) => ({ name: secret })),
      nodeSelector: props.nodeSelector,
      initContainers: [
        ...parts.initContainers.map((container) => extraContainer(component, container)),
        ...(props.initContainers ?? []).map((container) => extraContainer(component, container)),
        ...(props.sidecars ?? []).map((container) => ({ ...extraContainer(component, container), restartPolicy: 'Always' })),
      ],
      containers: [
        {
          name,
          image: main,
          imagePullPolicy: environment.images?.pullPolicy ?? 'Always',
          command: props.command,
          args: props.args,
          env: parts.variables,
          resources: containerResources(props.resources ?? {}, environment),
          securityContext: containerSecurityContext,
          volumeMounts: [
            { name: 'tmp', mountPath: '/tmp' },
            ...(props.config ? [{ name: 'config', mountPath: props.config.mountPath, readOnly: true }] : []),
            ...(props.kubernetesApi ? [tokenMount] : []),
            ...parts.claims,
            ...parts.files.map(({ secret, mountPath }) => ({ name: secret, mountPath, readOnly: true })),
            ...(props.volumes ?? []).map(({ name, mountPath, subPath, readOnly }) => ({ name, mountPath, subPath, readOnly })),
          ],
          ...parts.main,
        },
        ...(props.containers ?? []).map((container) => extraContainer(component, container)),
      ],
      volumes: [
        { name: 'tmp', emptyDir: { sizeLimit: TMP_SIZE } },
        ...(props.config ? [{ name: 'config', configMap: { name } }] : []),
        ...(props.kubernetesApi ? [tokenVolume] : []),
        ...parts.files.map(filesVolume),
        ...(props.volumes ?? []).map(({ mountPath: _, subPath: __, readOnly: ___, ...volume }): Volume => volume),
      ],
      ...parts.pod,
      tolerations: [...(parts.pod.tolerations ?? []), ...(props.tolerations ?? [])],
    },
  };
}

const filesVolume = ({ secret, keys }: SecretFiles): Volume => ({
  name: secret,
  secret: { secretName: secret, items: keys.map((key) => ({ key, path: key })) },
});

/** A container that users or the library put beside the main one; what it does not say is as in the main one. */
const extraContainer = (component: Component, container: ExtraContainer): Container => ({
  imagePullPolicy: component.environment.images?.pullPolicy ?? 'Always',
  resources: containerResources({}, component.environment),
  securityContext: containerSecurityContext,
  ...container,
  image: image(component, container.image),
});

function image(component: Component, reference: string): string {
  const resolved = resolveImage(reference, component.environment);
  if (resolved.problem === undefined) return resolved.image;
  component.report(resolved.problem);
  return reference;
}
