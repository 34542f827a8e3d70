import { addSecrets } from '../../core/add-secrets.js';
import type { Component } from '../../core/component.js';
import { type DerivedSecret, type ExistingSecret, Secret } from '../../core/secrets.js';

/** Who logs in: applications, replicas and sentinels among themselves, the scripts, the exporters and the proxy. */
const USERS = ['app', 'replica', 'sentinel', 'keeper', 'exporter', 'proxy'] as const;

export const credentialsOf = (name: string): string => `${name}-credentials`;

/**
 * The Secret `<name>-credentials`. Members accept the password of the generation before and of the one to come as well: while
 * they are rolled, and until the last client is, both sides of every pair know one that the other takes.
 */
export function addCredentials(component: Component, generation: number): void {
  const generations = { '': generation, '-next': generation + 1, ...(generation > 1 ? { '-previous': generation - 1 } : {}) };
  const secrets: Record<string, DerivedSecret> = {};
  for (const user of USERS) {
    for (const [suffix, number] of Object.entries(generations)) {
      secrets[`${user}-password${suffix}`] = Secret.derived(user, { generation: number });
    }
  }
  addSecrets(component, credentialsOf(component.name), secrets);
}

export const password = (name: string, user: (typeof USERS)[number], generation: number): ExistingSecret =>
  Secret.existing({ secret: credentialsOf(name), key: `${user}-password`, generation });
