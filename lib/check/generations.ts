import type { KubernetesObject } from '../core/kubernetes.js';
import { manifestPath } from '../core/manifest.js';
import { SECRET_SOURCE } from '../core/secrets.js';
import type { Check } from './check.js';
import { ifChanged } from './committed-files.js';
import { finding } from './findings.js';

export const generations: Check = {
  id: 'generations',
  title: 'The generation of a data service moves by one at a time, against what is committed',
  acceptable: true,
  examples: {
    before: "new RedisSentinel(chart, 'cache');",
    bad: "new RedisSentinel(chart, 'cache', { generation: 3 });",
    good: "new RedisSentinel(chart, 'cache', { generation: 2 });",
  },
  run(subject) {
    const { manifests, files, previous } = subject;
    if (!files || !previous) return [];
    return manifests.flatMap((manifest) => {
      const { object } = manifest;
      const rule = RULES[object.metadata.labels?.['app.kubernetes.io/component'] ?? ''];
      if (!rule || object.kind !== 'Secret' || object.metadata.name !== `${manifest.component}-credentials`) return [];
      const before = ifChanged(manifestPath(manifest), files, previous);
      if (!before) return [];
      const [had, has] = [newestIn(before) - rule.ahead, newestIn(object) - rule.ahead];
      if (Math.abs(has - had) <= 1) return [];
      const next = had + Math.sign(has - had);
      const sentence = `${rule.accepts}, and generation ${has} is ${Math.abs(has - had)} from the ${had} that is committed; use ${next}, deploy it, and take the next step then (${rule.docs})`;
      return [finding(subject, manifest, sentence)];
    });
  },
};

interface Rule {
  /** By how much the newest password in the Secret is ahead of the generation. */
  readonly ahead: number;
  readonly accepts: string;
  readonly docs: string;
}

const MEMBERS =
  'members accept the passwords of the generation before and of the next one alone, so that those already replaced and the others';

/** By the kind of the component whose Secret it is. */
const RULES: Readonly<Record<string, Rule | undefined>> = {
  'kafka-cluster': {
    ahead: 1,
    accepts: `${MEMBERS} would refuse each other and the update hang`,
    docs: 'docs/data-kafka.md#passwords-and-certificates',
  },
  'redis-sentinel': { ahead: 1, accepts: `${MEMBERS} would refuse each other`, docs: 'docs/data-redis.md#passwords' },
  'postgres-cluster': {
    ahead: 0,
    accepts: 'logins of the generation before alone stay valid, so that clients would be refused until they have rolled',
    docs: 'docs/data-postgres.md#passwords',
  },
};

/** The highest generation of what a Secret derives: `derived/<component>/<user>/<generation>`. */
const newestIn = ({ metadata }: KubernetesObject): number =>
  Math.max(
    ...Object.entries(metadata.annotations ?? {}).flatMap(([key, source]) =>
      key.startsWith(SECRET_SOURCE) && source.startsWith('derived/') ? [Number(source.split('/').at(-1))] : [],
    ),
  );
