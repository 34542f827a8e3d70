import { apply, kubectl, waitFor } from './kubectl.js';

const IMAGE = process.env.E2E_WAIT_IMAGE ?? 'docker.io/library/busybox:1.37.0';

/**
 * Runs a shell script in a pod of the namespace and returns what it printed. The pod carries `labels`, and so has the
 * network access of those that carry them.
 */
export async function probe(namespace: string, name: string, labels: Readonly<Record<string, string>>, script: string): Promise<string> {
  await apply([pod(namespace, name, labels, script)]);
  try {
    await waitFor(`pod ${name} to end`, 90, async () => /Succeeded|Failed/.test(await phase(namespace, name)));
    return await kubectl('logs', name, '-n', namespace);
  } finally {
    await kubectl('delete', 'pod', name, '-n', namespace, '--wait', '--ignore-not-found');
  }
}

const phase = (namespace: string, name: string) => kubectl('get', 'pod', name, '-n', namespace, '-o', 'jsonpath={.status.phase}');

const pod = (namespace: string, name: string, labels: Readonly<Record<string, string>>, script: string) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace, labels },
  spec: {
    restartPolicy: 'Never',
    automountServiceAccountToken: false,
    terminationGracePeriodSeconds: 1,
    securityContext: { runAsNonRoot: true, runAsUser: 10001, runAsGroup: 10001, seccompProfile: { type: 'RuntimeDefault' } },
    containers: [
      {
        name: 'probe',
        image: IMAGE,
        imagePullPolicy: 'IfNotPresent',
        // A new pod's policies take a second or two to be in force.
        command: ['sh', '-c', `sleep 5\n${script}`],
        resources: { requests: { cpu: '10m', memory: '16Mi' }, limits: { memory: '64Mi' } },
        securityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } },
      },
    ],
  },
});
