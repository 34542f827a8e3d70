import type { Component } from '../../core/component.js';

/** What one client may do, as an ACL has it. Whoever may read or write a thing may describe it, too. */
export interface Right {
  readonly client: string;
  readonly resource: 'TOPIC' | 'GROUP';
  readonly name: string;
  readonly operation: 'READ' | 'WRITE';
}

/** Who has connected to a cluster, and what for. */
export class Clients {
  private readonly rights = new Map<string, Right>();

  grant(client: Component, rights: readonly Omit<Right, 'client'>[]): void {
    for (const { resource, name, operation } of rights) {
      this.rights.set(`${resource} ${name} ${operation} User:${client.name}`, { client: client.name, resource, name, operation });
    }
  }

  names(): readonly string[] {
    return [...new Set([...this.rights.values()].map(({ client }) => client))].sort();
  }

  /** One ACL in a line, sorted. */
  lines(): readonly string[] {
    return [...this.rights.keys()].sort();
  }
}
