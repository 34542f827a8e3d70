import { addCertificate, serviceHosts } from '../../core/certificates.js';
import type { Component } from '../../core/component.js';
import type { SecretFiles } from '../../core/connection.js';
import type { MountedVolume } from '../../workload/workload.props.js';

export type Tls = 'on' | 'off';

const FOLDER = '/tls';

export const certificateOf = (name: string): string => `${name}-tls`;

/** For every member's Service, the proxy, and the exporters beside each server. */
export const addServerCertificate = (component: Component, members: readonly string[], proxy: string, generation: number): void =>
  addCertificate(component, certificateOf(component.name), {
    hosts: [...[...members, proxy].flatMap((service) => serviceHosts(service, component.environment.namespace)), 'localhost'],
    generation,
  });

export const certificateVolume = (name: string): MountedVolume => ({
  name: 'tls',
  mountPath: FOLDER,
  readOnly: true,
  secret: { secretName: certificateOf(name), defaultMode: 0o440 },
});

export const certificateMount = { name: 'tls', mountPath: FOLDER, readOnly: true };
export const authorityInside = `${FOLDER}/ca.crt`;

/** The authority's certificate for clients: `/etc/<name>/ca.crt`. */
export const authorityOf = (name: string): SecretFiles => ({ secret: certificateOf(name), keys: ['ca.crt'], mountPath: `/etc/${name}` });
export const authorityFile = (name: string): string => `${authorityOf(name).mountPath}/ca.crt`;

/** Of a server or a sentinel. https://redis.io/docs/latest/operate/oss_and_stack/management/security/encryption/ */
export const listen = (port: number, tls: Tls): string =>
  tls === 'off'
    ? `port ${port}\n`
    : `port 0
tls-port ${port}
tls-replication yes
tls-auth-clients no
tls-cert-file ${FOLDER}/tls.crt
tls-key-file ${FOLDER}/tls.key
tls-ca-cert-file ${FOLDER}/ca.crt
`;

/** Of redis-cli. It checks who signed a certificate, and not for whom: addresses are in none. */
export const cliArguments = `--tls --cacert ${FOLDER}/ca.crt`;
