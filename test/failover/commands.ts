import { run } from '../e2e/harness/kubectl.js';
import { membersOf } from './members.js';
import { CERTIFICATES_FILE, PROGRAM } from './names.js';
import type { Service } from './services/service.js';

/** Runs one of the client's commands in a writer's container. */
export const inWriter = async (namespace: string, pod: string, command: readonly string[]): Promise<string> =>
  (await run('kubectl', ['exec', '-n', namespace, pod, '--', ...command])).stdout;

/** Runs a command in a member's container. */
export const inContainer = async (namespace: string, pod: string, container: string, command: readonly string[]): Promise<string> =>
  (await run('kubectl', ['exec', '-n', namespace, pod, '-c', container, '--', ...command])).stdout.trim();

/** The fingerprint of the certificate that each member shows to a client. */
export const shownCertificates = async ({ certificate }: Service, namespace: string): Promise<readonly string[]> => {
  const [client] = await membersOf(namespace, certificate.seenBy);
  if (!client) throw new Error(`there is no ${certificate.seenBy} that could look`);
  const command = ['node', `${PROGRAM}/${CERTIFICATES_FILE}`, certificate.servers.join(','), certificate.protocol ?? ''];
  return (await inWriter(namespace, client.name, command)).trim().split('\n');
};
