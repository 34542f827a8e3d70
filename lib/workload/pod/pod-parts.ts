import type { Component } from '../../core/component.js';
import { configMap, contentHash } from '../../core/config.js';
import type { Container, PodSpec, PodTemplate, VolumeMount } from '../../core/kubernetes.js';
import { labels, PREFIX } from '../../core/labels.js';
import { connect } from '../../network/connections.js';
import { egressPolicy } from '../../network/policies.objects.js';
import type { WorkloadProps } from '../workload.props.js';
import { role, roleBinding, serviceAccount } from './api-access.objects.js';
import { checkPod } from './check-pod.js';
import { podTemplate } from './pod.objects.js';
import { environmentVariables, secretGenerations } from './variables.js';
import { waitContainer } from './wait.objects.js';

/**
 * Makes what a pod needs beside itself (account, configuration, secrets, network access) and returns its template. Every
 * kind of workload is this pod with another controller around it.
 */
export function addPod(
  component: Component,
  props: WorkloadProps,
  main: Partial<Container>,
  pod: Partial<PodSpec>,
  /** Mounts of the main container whose volumes a StatefulSet's claims make. */
  claims: readonly VolumeMount[] = [],
): PodTemplate {
  const metadataLabels = labels(component.identity());
  checkPod(component, props);

  component.add('service-account', serviceAccount(component.name, metadataLabels, props.serviceAccountAnnotations));
  if (props.config) component.add('config', configMap(component.name, props.config.files, metadataLabels));
  if (props.kubernetesApi) addApiAccess(component, props.kubernetesApi);

  const connected = connect(component, props.uses ?? []);
  const variables = environmentVariables(component, connected.variables, props.env ?? {});
  const generations = secretGenerations([...Object.values(connected.variables), ...Object.values(props.env ?? {})]);

  return podTemplate(component, props, {
    variables,
    files: connected.files,
    claims,
    annotations: {
      ...(props.config ? { [`${PREFIX}/config-hash`]: contentHash(props.config.files) } : {}),
      ...(generations ? { [`${PREFIX}/secret-generations`]: generations } : {}),
    },
    initContainers:
      props.waitForConnections && connected.addresses.length > 0
        ? [waitContainer(component.environment, connected.addresses, props.waitForConnections)]
        : [],
    main,
    pod,
  });
}

function addApiAccess(component: Component, rules: NonNullable<WorkloadProps['kubernetesApi']>): void {
  const { environment, name } = component;
  const metadataLabels = labels(component.identity());
  component.add('role', role(name, rules, metadataLabels));
  component.add('role-binding', roleBinding(name, environment.namespace, metadataLabels));
  const server = environment.network?.apiServer;
  if (!server) {
    component.report(
      `kubernetesApi needs the API server's address; add network.apiServer (cidrs, port) to environment "${environment.name}"`,
    );
    return;
  }
  const to = server.cidrs.map((cidr) => ({ ipBlock: { cidr } }));
  component.add('to-network.api-server', egressPolicy(component.identity(), 'network.api-server', to, [server.port]));
}
