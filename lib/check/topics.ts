import type { ConfigMap, KubernetesObject } from '../core/kubernetes.js';
import { manifestPath } from '../core/manifest.js';
import type { Check } from './check.js';
import { ifChanged } from './committed-files.js';
import { finding } from './findings.js';

export const topics: Check = {
  id: 'topics',
  title: 'No topic of a KafkaCluster goes, and none has fewer partitions, against what is committed',
  acceptable: true,
  examples: {
    before: "new KafkaCluster(chart, 'events', { topics: [{ name: 'orders', partitions: 6 }] });",
    bad: "new KafkaCluster(chart, 'events', { topics: [{ name: 'orders', partitions: 3 }] });",
    good: "new KafkaCluster(chart, 'events', { topics: [{ name: 'orders', partitions: 12 }] });",
  },
  run(subject) {
    const { manifests, files, previous } = subject;
    if (!files || !previous) return [];
    return manifests.flatMap((manifest) => {
      const { object } = manifest;
      const path = object.kind === 'ConfigMap' ? manifestPath(manifest) : '';
      const before = ifChanged(path, files, previous);
      if (!before) return [];
      const now = partitionsIn(object);
      return [...partitionsIn(before)].flatMap(([topic, had]) => {
        const has = now.get(topic);
        if (has !== undefined && has >= had) return [];
        const sentence =
          has === undefined
            ? `topic "${topic}" is not declared any more, and its records would go with it; declare it again, or delete it by hand and accept this`
            : `topic "${topic}" has ${had} partitions, and Kafka cannot take any away (got ${has}); declare ${had}, or make another topic`;
        return [finding(subject, manifest, `${sentence} (docs/runbooks/kafka.md)`)];
      });
    });
  },
};

/** Name → partitions, of the task that sets a KafkaCluster up; nothing of any other ConfigMap. */
function partitionsIn(object: KubernetesObject): ReadonlyMap<string, number> {
  const { topics: declared = '', rights } = (object as ConfigMap).data ?? {};
  const lines = rights === undefined ? [] : declared.split('\n').filter((line) => line !== '');
  return new Map(lines.map((line) => [line.split(' ')[0] ?? '', Number(line.split(' ')[1])]));
}
