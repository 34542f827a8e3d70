import type { Component } from './component.js';
import { labels } from './labels.js';
import {
  type ConfiguredSecret,
  type DerivedSecret,
  type ExternalSecretReference,
  externalSecretObject,
  type SecretReference,
  secretObject,
} from './secrets.js';

/** Where a secret's value lies. */
export interface SecretPlace {
  readonly name: string;
  readonly key: string;
}

/**
 * Makes what holds the values: a Secret `<name>` for what the stack configures or derives, an ExternalSecret
 * `<name>-<store>` for each store. Gives the place of every reference under the key that it came with.
 */
export function addSecrets(
  component: Component,
  name: string,
  references: Readonly<Record<string, SecretReference>>,
): Record<string, SecretPlace> {
  const own: Record<string, ConfiguredSecret | DerivedSecret> = {};
  const stores: Record<string, Record<string, ExternalSecretReference>> = {};
  const places: Record<string, SecretPlace> = {};
  for (const [key, reference] of Object.entries(references)) {
    const dataKey = secretKey(key);
    if (reference.from === 'existing') {
      component.existingSecrets.add(reference.secret);
      places[key] = { name: reference.secret, key: reference.key };
    } else if (reference.from === 'external') {
      stores[reference.store] = { ...stores[reference.store], [dataKey]: reference };
      places[key] = { name: `${name}-${reference.store}`, key: dataKey };
    } else {
      own[dataKey] = reference;
      places[key] = { name, key: dataKey };
    }
  }
  const metadataLabels = labels(component.identity());
  if (Object.keys(own).length > 0) component.add(`secret-${name}`, secretObject(name, component.name, own, metadataLabels));
  for (const [store, ofStore] of Object.entries(stores)) {
    component.add(`secret-${name}-${store}`, externalSecretObject(`${name}-${store}`, store, ofStore, metadataLabels));
  }
  return places;
}

/** `STRIPE_KEY` → `stripe-key`: a Secret's key, and the name of an annotation, which begins and ends with a letter or digit. */
export const secretKey = (name: string): string =>
  name
    .toLowerCase()
    .replaceAll('_', '-')
    .replaceAll(/^-+|-+$/g, '');
