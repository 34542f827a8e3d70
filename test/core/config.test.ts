import { describe, expect, it } from 'vitest';
import { contentHash } from '../../lib/core/config.js';

describe('the hash of files', () => {
  it('is the same for the same files in any order', () => {
    expect(contentHash({ a: '1', b: '2' })).toBe(contentHash({ b: '2', a: '1' }));
  });

  it('is known: another one would roll every pod of every user at an upgrade', () => {
    expect(contentHash({ 'features.json': '{ "discounts": true }\n' })).toBe('ef0ebfb8ecfe235d');
  });

  it.each([
    ['content', { a: '1' }, { a: '2' }],
    ['a name', { a: '1' }, { b: '1' }],
    ['a new file', { a: '1' }, { a: '1', b: '' }],
    ['where a name ends', { ab: 'c' }, { a: 'bc' }],
  ])('changes with %s', (_, one, other) => {
    expect(contentHash(one)).not.toBe(contentHash(other));
  });
});
