import { addSecrets, type SecretPlace } from '../../../core/add-secrets.js';
import type { Component } from '../../../core/component.js';
import { Connection, connectionOf } from '../../../core/connection.js';
import { type ExistingSecret, Secret, type SecretReference } from '../../../core/secrets.js';
import type { MountedVolume } from '../../../workload/workload.props.js';
import type { BackupProps, BackupStore, RestoreProps } from './backup.props.js';

/** The backups of one cluster: what pgBackRest calls a stanza, in a repository of its own. */
export interface Repository {
  readonly stanza: string;
  readonly store: BackupStore;
  readonly folder: string;
  readonly accessKey: SecretReference;
  readonly secretKey: SecretReference;
  readonly passphrase: SecretReference;
  /** Where containers find the authority that signed the store's certificate; undefined for the image's own. */
  readonly authority: MountedVolume | undefined;
}

/** The Secret with what a cluster needs to know of its store. */
const backupSecret = (cluster: string): string => `${cluster}-backup-store`;

const PASSPHRASE = Secret.derived('backup-passphrase');

export const backupRepository = (component: Component, { store }: BackupProps): Repository =>
  addRepository(component, 'backup-store', component.name, store, store.passphrase ?? PASSPHRASE);

/** Undefined where there is no store to restore from, which is reported. */
export function restoreRepository(component: Component, restore: RestoreProps, backup: BackupProps | undefined): Repository | undefined {
  const { cluster } = restore;
  const store = restore.store ?? backup?.store;
  if (!store) {
    component.report('restore.store is missing, and there is no backup whose store could be meant; add one of them');
    return undefined;
  }
  const isOwn = cluster === component.name;
  const own = restore.store ?? (isOwn ? store : { ...store, folder: undefined, passphrase: undefined });
  const derived = isOwn ? PASSPHRASE : Secret.existing({ secret: backupSecret(cluster), key: 'passphrase' });
  return addRepository(component, 'restore-store', cluster, own, own.passphrase ?? derived);
}

function addRepository(component: Component, what: string, stanza: string, store: BackupStore, passphrase: SecretReference): Repository {
  const references = { 'access-key': store.accessKey, 'secret-key': store.secretKey, passphrase };
  const places = addSecrets(component, `${component.name}-${what}`, references);
  const existing = (key: keyof typeof references) => existingAt(places[key], references[key]);
  return {
    stanza,
    store,
    folder: store.folder ?? `${component.environment.namespace}/${stanza}`,
    accessKey: existing('access-key'),
    secretKey: existing('secret-key'),
    passphrase: existing('passphrase'),
    authority: store.authority && authorityVolume(what, store.authority),
  };
}

/** The Secret belongs to the cluster; all of its pods and tasks read the same one. */
const existingAt = (place: SecretPlace | undefined, { generation }: SecretReference): ExistingSecret =>
  Secret.existing({ secret: place?.name ?? '', key: place?.key ?? '', generation });

const authorityVolume = (name: string, { secret, key }: ExistingSecret): MountedVolume => ({
  name,
  mountPath: `/etc/${name}`,
  readOnly: true,
  secret: { secretName: secret, items: [{ key, path: 'ca.crt' }] },
});

/** Tells each component whose pods mount it that somebody else makes the authority's Secret. */
export function expectAuthority({ store }: Repository, ...components: readonly Component[]): void {
  for (const component of components) if (store.authority) component.existingSecrets.add(store.authority.secret);
}

/** The way to the store, without variables: pgBackRest has its own file. */
export const wayTo = ({ store }: Repository): Connection =>
  new Connection({ ...connectionOf(store.service).options, variables: {}, prefix: undefined });

/** https://pgbackrest.org/command.html: what must not stand in a file. */
export const repositoryVariables = ({ accessKey, secretKey, passphrase }: Repository): Record<string, SecretReference> => ({
  PGBACKREST_REPO1_S3_KEY: accessKey,
  PGBACKREST_REPO1_S3_KEY_SECRET: secretKey,
  PGBACKREST_REPO1_CIPHER_PASS: passphrase,
});
