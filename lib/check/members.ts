import { manifestPath } from '../core/manifest.js';
import { readObject } from '../review/trees.js';
import type { Check } from './check.js';
import { finding } from './findings.js';
import { replicasOf } from './replicas.js';

export const members: Check = {
  id: 'members',
  title: 'No controller of a KafkaCluster comes or goes, and no broker goes, against what is committed',
  acceptable: true,
  examples: {
    environment: 'nodes: { perZone: 3, cpu: Cpu.units(8), memory: Size.gibibytes(32) }',
    before: "new KafkaCluster(chart, 'events', { topics: [], brokers: { replicas: 5 } });",
    bad: "new KafkaCluster(chart, 'events', { topics: [], brokers: { replicas: 3 } });",
    good: "new KafkaCluster(chart, 'events', { topics: [], brokers: { replicas: 7 } });",
  },
  run(subject) {
    const { manifests, files, previous } = subject;
    if (!files || !previous) return [];
    return manifests.flatMap((manifest) => {
      const rule = RULES[manifest.object.metadata.labels?.['app.kubernetes.io/component'] ?? ''];
      if (!rule || manifest.object.kind !== 'StatefulSet') return [];
      const path = manifestPath(manifest);
      const before = previous.has(path) ? readObject(previous, path) : undefined;
      if (!before) return [];
      const [had, has] = [replicasOf([], before).most, replicasOf(manifests, manifest.object).most];
      return rule.allows(had, has) ? [] : [finding(subject, manifest, rule.sentence(had, has))];
    });
  },
};

interface Rule {
  allows(had: number, has: number): boolean;
  sentence(had: number, has: number): string;
}

/** By the role of the component whose StatefulSet it is. */
const RULES: Readonly<Record<string, Rule | undefined>> = {
  'kafka-controller': {
    allows: (had, has) => had === has,
    sentence: (had, has) =>
      `every controller counts the votes of ${had} (got ${has}), and a change would let two majorities be; keep ${had} for controllers.replicas (docs/data-kafka.md#sizes)`,
  },
  'kafka-broker': {
    allows: (had, has) => has >= had,
    sentence: (had, has) =>
      `partitions have replicas on all ${had} brokers (got ${has}), and would lack those on the ones that go; keep ${had} for brokers.replicas, or move their partitions away first and accept this (docs/runbooks/kafka.md#fewer-brokers)`,
  },
};
