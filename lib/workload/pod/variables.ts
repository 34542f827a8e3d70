import { addSecrets, secretKey } from '../../core/add-secrets.js';
import type { Component } from '../../core/component.js';
import type { EnvVar } from '../../core/kubernetes.js';
import { isSecretReference, type SecretReference } from '../../core/secrets.js';

type Variables = Readonly<Record<string, string | SecretReference>>;

/** Makes the Secrets that the variables name, and the variables themselves: those of connections first, so that `$(NAME)` finds them. */
export function environmentVariables(component: Component, connected: Variables, own: Variables): EnvVar[] {
  for (const name of Object.keys(own)) {
    if (name in connected) component.report(`env ${name} is already set by a connection; remove it, or give the connection another prefix`);
    if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name))
      component.report(`env ${JSON.stringify(name)} is no variable name; use letters, digits and _`);
  }
  const variables = { ...connected, ...own };
  reportSharedKeys(component, variables);
  const places = addSecrets(component, component.name, secretsOf(variables));
  return Object.entries(variables).map(([name, value]) =>
    isSecretReference(value) ? { name, valueFrom: { secretKeyRef: places[name] } } : { name, value },
  );
}

const secretsOf = (variables: Variables): Record<string, SecretReference> =>
  Object.fromEntries(Object.entries(variables).flatMap(([name, value]) => (isSecretReference(value) ? [[name, value]] : [])));

function reportSharedKeys(component: Component, variables: Variables): void {
  const names = new Map<string, string>();
  for (const [name, value] of Object.entries(variables)) {
    if (!isSecretReference(value) || value.from === 'existing') continue;
    const key = secretKey(name);
    const other = names.get(key);
    if (other) component.report(`env ${other} and ${name} would share the key ${key} of its Secret; rename one`);
    names.set(key, name);
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
