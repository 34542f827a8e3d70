import type { Component } from '../../core/component.js';
import { selectorLabels } from '../../core/labels.js';
import { egressPolicy, ingressPolicy } from '../../network/policies.objects.js';
import { POSTGRES_PORT, REST_PORT } from './postgres-cluster.objects.js';

/** Members replicate from each other, and ask each other over REST how far they are and whether the leader still leads. */
export function openPeers(component: Component): void {
  const identity = component.identity();
  const peers = [{ podSelector: { matchLabels: selectorLabels(identity) } }];
  component.add('to-peers', egressPolicy(identity, component.name, peers, [POSTGRES_PORT, REST_PORT]));
  component.add('from-peers', ingressPolicy(identity, component.name, peers, [POSTGRES_PORT, REST_PORT]));
}
