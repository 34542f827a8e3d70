import type { Component } from '../../core/component.js';
import type { EnvVar } from '../../core/kubernetes.js';
import { labels } from '../../core/labels.js';
import {
  type ConfiguredSecret,
  type DerivedSecret,
  type ExternalSecretReference,
  externalSecretObject,
  isSecretReference,
  type SecretReference,
  secretObject,
  secretVariable,
} from '../../core/secrets.js';

type Variables = Readonly<Record<string, string | SecretReference>>;

/** `STRIPE_KEY` → `stripe-key`: a Secret's key, and the name of an annotation, which begins and ends with a letter or digit. */
const dataKey = (variable: string) =>
  variable
    .toLowerCase()
    .replaceAll('_', '-')
    .replaceAll(/^-+|-+$/g, '');

/** Makes the Secrets that the variables name, and the variables themselves: those of connections first, so that `$(NAME)` finds them. */
export function environmentVariables(component: Component, connected: Variables, own: Variables): EnvVar[] {
  for (const name of Object.keys(own)) {
    if (name in connected) component.report(`env ${name} is already set by a connection; remove it, or give the connection another prefix`);
    if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name))
      component.report(`env ${JSON.stringify(name)} is no variable name; use letters, digits and _`);
  }
  const variables = { ...connected, ...own };
  reportSharedKeys(component, variables);
  addSecrets(component, variables);
  return Object.entries(variables).map(([name, value]) =>
    isSecretReference(value) ? secretVariable(name, value, component.name, dataKey(name)) : { name, value },
  );
}

function reportSharedKeys(component: Component, variables: Variables): void {
  const names = new Map<string, string>();
  for (const [name, value] of Object.entries(variables)) {
    if (!isSecretReference(value) || value.from === 'existing') continue;
    const other = names.get(dataKey(name));
    if (other) component.report(`env ${other} and ${name} would share the key ${dataKey(name)} of its Secret; rename one`);
    names.set(dataKey(name), name);
  }
}

function addSecrets(component: Component, variables: Variables): void {
  const own: Record<string, ConfiguredSecret | DerivedSecret> = {};
  const stores: Record<string, Record<string, ExternalSecretReference>> = {};
  for (const [name, value] of Object.entries(variables)) {
    if (!isSecretReference(value)) continue;
    if (value.from === 'config' || value.from === 'derived') own[dataKey(name)] = value;
    if (value.from === 'external') stores[value.store] = { ...stores[value.store], [dataKey(name)]: value };
  }
  const metadataLabels = labels(component.identity());
  if (Object.keys(own).length > 0) component.add('secret', secretObject(component.name, own, metadataLabels));
  for (const [store, references] of Object.entries(stores)) {
    component.add(`secret-${store}`, externalSecretObject(component.name, store, references, metadataLabels));
  }
}

/** Changes whenever somebody raises a generation: pods with this annotation roll. */
export function secretGenerations(variables: readonly (string | SecretReference)[]): string | undefined {
  const generations = variables.filter(isSecretReference).map((reference) => {
    const name = 'user' in reference ? reference.user : reference.key;
    return `${name}/${reference.generation ?? 1}`;
  });
  return generations.length > 0 ? generations.sort().join(' ') : undefined;
}
