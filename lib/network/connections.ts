import { isDeepStrictEqual } from 'node:util';
import type { Component } from '../core/component.js';
import { type Connection, connectionOf, type SecretFiles, type Usable, type Variables } from '../core/connection.js';
import type { NetworkPolicyPeer } from '../core/kubernetes.js';
import { type Identity, selectorLabels } from '../core/labels.js';
import { egressPolicy, ingressPolicy } from './policies.objects.js';

/** What a workload gets from its connections. */
export interface Connected {
  readonly variables: Variables;
  readonly files: readonly SecretFiles[];
  readonly addresses: readonly { readonly host: string; readonly port: number }[];
}

/** Opens the network on both ends of every connection, and nothing else; collects the variables. */
export function connect(source: Component, uses: readonly Usable[]): Connected {
  const connections = uses.map(connectionOf);
  for (const connection of connections) {
    if (connection.target.environment !== source.environment) {
      source.report(
        `uses ${connection.target.kind} "${connection.target.name}" of environment "${connection.target.environment.name}"; ` +
          'connect within an environment, or describe the other side as an ExternalService',
      );
    }
  }
  const targets = uniqueTargets(connections);
  source.connections.push(...targets);
  for (const connection of targets) openEdge(source, connection);
  for (const { options } of connections) options.connected?.(source);
  return {
    variables: collectVariables(source, connections),
    files: targets.flatMap(({ options }) => options.files ?? []),
    addresses: targets.map(({ options }) => options.waitFor),
  };
}

/** One edge for each target, however many connections (with other prefixes) go there. */
const uniqueTargets = (connections: readonly Connection[]) => [...new Map(connections.map((c) => [c.target, c])).values()];

function openEdge(source: Component, { target, options }: Connection): void {
  if ('cidrs' in options.at) {
    const to = options.at.cidrs.map((cidr) => ({ ipBlock: { cidr } }));
    source.add(`to-${target.name}`, egressPolicy(source.identity(), target.name, to, options.ports));
    return;
  }
  const from = podsOf(source.identity());
  // One pair for each version, so that a version that goes takes its own policies with it, last.
  for (const pods of options.at.pods) {
    source.add(`to-${pods.instance}`, egressPolicy(source.identity(), pods.instance, podsOf(pods), options.ports));
    target.add(`${pods.instance}-from-${source.name}`, ingressPolicy(pods, source.name, from, options.ports));
  }
}

const podsOf = (identity: Identity): readonly NetworkPolicyPeer[] => [{ podSelector: { matchLabels: selectorLabels(identity) } }];

/** Two kinds of access to one target have the target's address in common. */
const isShared = (one: Connection, other: Connection) => one.target === other.target && one.options.access !== other.options.access;

function collectVariables(source: Component, connections: readonly Connection[]): Variables {
  const variables: Record<string, Variables[string]> = {};
  const owners = new Map<string, Connection>();
  const told = new Set<string>();
  for (const connection of connections) {
    for (const [name, value] of Object.entries(connection.variablesFor(source))) {
      const owner = owners.get(name);
      const pair = `${owner?.target.name} ${connection.target.name}`;
      const isSame = owner && isShared(owner, connection) && isDeepStrictEqual(variables[name], value);
      if (owner && !isSame && !told.has(pair)) {
        told.add(pair);
        source.report(
          owner.target === connection.target
            ? `uses "${owner.target.name}" twice with the same variables (${name}); remove one, or give it another prefix`
            : `connections to "${owner.target.name}" and "${connection.target.name}" both set ${name}; ` +
                `give one a prefix: uses: [${camelCase(connection.target.name)}.as('${prefixFor(connection)}')]`,
        );
      }
      owners.set(name, connection);
      variables[name] = value;
    }
  }
  return variables;
}

const prefixFor = ({ target }: Connection) => target.name.split('-')[0]?.toUpperCase() ?? target.name;
const camelCase = (name: string) => name.replaceAll(/-(.)/g, (_, letter: string) => letter.toUpperCase());
