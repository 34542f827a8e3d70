import type { Environment } from '../core/environment.js';

/** Whether two values differ only in what is each environment's own. */
export type IsNatural = (one: unknown, other: unknown) => boolean;

export interface Nature {
  readonly isNatural: IsNatural;
  /** A name of the first environment without what is its own; `otherKey` of the second. */
  readonly key: (name: string) => string;
  readonly otherKey: (name: string) => string;
  /** What differs everywhere, in words. */
  readonly words: readonly string[];
}

/**
 * The namespace, the environment's name and its domain stand all over its objects, and say nothing about them. They count as
 * whole words: `acme-prod` in `api.acme-prod.svc`, but not `prod` in `products`.
 */
export function byNature(one: Environment, other: Environment): Nature {
  const [key, otherKey] = [placeholders(one), placeholders(other)];
  return {
    key,
    otherKey,
    isNatural: (before, after) =>
      before !== undefined && after !== undefined && key(JSON.stringify(before)) === otherKey(JSON.stringify(after)),
    words: [
      ...pair('namespace', one.namespace, other.namespace),
      ...pair('environment', one.name, other.name),
      ...pair('hosts below', one.domain, other.domain),
    ],
  };
}

const pair = (what: string, one: string, other: string) => (one === other ? [] : [`${what} ${one} and ${other}`]);

/** The longest first: a domain may hold the name, and a namespace too. */
function placeholders({ namespace, domain, name }: Environment): (text: string) => string {
  const pattern = [domain, namespace, name].map((word) => `(${word.replaceAll('.', '\\.')})`).join('|');
  const words = new RegExp(`(?<![A-Za-z0-9_-])(?:${pattern})(?![A-Za-z0-9_-])`, 'g');
  return (text) =>
    text.replaceAll(words, (_, isDomain, isNamespace) => (isDomain ? '<domain>' : isNamespace ? '<namespace>' : '<environment>'));
}
