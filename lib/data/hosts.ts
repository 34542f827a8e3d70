import { Size } from 'cdk8s';
import type { Component } from '../core/component.js';
import { containerResources } from '../workload/pod/resources.js';
import type { ExtraContainer, MountedVolume } from '../workload/workload.props.js';

/**
 * Writes addresses into /etc/hosts, and goes on looking: in the background of a server that asks for a name wherever it
 * connects, and waits for the answer. When a node of the cluster's DNS is lost, half of all questions are answered by nobody
 * until Kubernetes has noticed. What DNS does not answer stays as it was.
 */
export const keepHosts = (namespace: string, hosts: readonly string[]): string => `known=/tmp/hosts
mkdir -p $known
before=$(grep -v '# kept$' /etc/hosts)

while :; do
  for host in ${hosts.join(' ')}; do
    # With its namespace it does not stand in the file, and DNS is asked.
    {
      address=$(timeout 2 getent hosts "$host.${namespace}") && echo "\${address%% *} $host # kept" >"$known/$host"
    } &
  done
  wait
  now=$(printf '%s\\n' "$before"; cat $known/* 2>/dev/null)
  # In place: another file would not be the one that is mounted.
  [ "$now" = "$(cat /etc/hosts)" ] || printf '%s\\n' "$now" >/etc/hosts
  sleep 5
done
`;

/** The pod's own file in the place of the kubelet's, which only root may write. */
export const hostsVolume: MountedVolume = {
  name: 'hosts',
  mountPath: '/etc/hosts',
  subPath: 'hosts',
  emptyDir: { sizeLimit: '1Mi' },
};

/** It begins as the kubelet's. */
export const copyHosts = (component: Component, image: string): ExtraContainer => ({
  name: 'hosts',
  image,
  command: ['sh', '-c', 'cp /etc/hosts /hosts/hosts'],
  resources: containerResources({ memory: Size.mebibytes(32) }, component.environment),
  volumeMounts: [{ name: 'hosts', mountPath: '/hosts' }],
});
