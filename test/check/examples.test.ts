import { describe, expect, it } from 'vitest';
import { CHECKS, runChecks } from '../../lib/check/index.js';
import { findingChecks, subjectOfExample } from './example.js';

describe('the examples of a check', () => {
  it.each(CHECKS.map((check) => [check.id, check] as const))('show what it finds, and what nobody objects to: %s', (id, { examples }) => {
    const bad = subjectOfExample(examples, 'bad');
    expect(bad.problems).toEqual([]);
    expect(findingChecks(bad)).toEqual([id]);

    const good = subjectOfExample(examples, 'good');
    expect(runChecks(good)).toEqual({ problems: [], accepted: [] });
  });
});

describe('the checks', () => {
  it('have ids of their own, in words with hyphens, and a sentence without a full stop', () => {
    const ids = CHECKS.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { id, title } of CHECKS) {
      expect(id).toMatch(/^[a-z]+(-[a-z]+)*$/);
      expect(title, id).toMatch(/^[A-Z].*[^.]$/);
    }
  });
});
