import { describe, expect, it } from 'vitest';
import type { Answer } from './clients/contract.js';
import { changes, isStalled } from './view.js';

const leads: Answer = { role: 'leader', accepts: true };
const follows: Answer = { role: 'follower' };
const seen = (second: number, ...leaders: readonly string[]) => ({
  second,
  members: Object.fromEntries(['a', 'b', 'c'].map((name) => [name, leaders.includes(name) ? leads : follows])),
});

describe('changes of leader', () => {
  it.each([
    ['none where one leads all the time', [seen(1, 'a'), seen(2, 'a')], 0],
    ['one, however long nobody leads in between', [seen(1, 'a'), seen(2), seen(3), seen(4, 'b')], 1],
    ['none where the same one leads again', [seen(1, 'a'), seen(2), seen(3, 'a')], 0],
    ['one while both are still seen', [seen(1, 'a'), seen(2, 'a', 'b'), seen(3, 'b')], 1],
    ['two there and back, in whatever order the lines came', [seen(3, 'a'), seen(1, 'a'), seen(2, 'c')], 2],
  ])('are %s', (_, seconds, count) => {
    expect(changes(seconds)).toBe(count);
  });
});

describe('whether a writer is stalled', () => {
  it.each([
    ['that is not heard', undefined, true],
    ['without an acknowledgement', { acknowledged: 0 }, true],
    ['with one', { acknowledged: 1 }, false],
    ['of which no partition waits', { acknowledged: 1, waiting: [] }, false],
    ['of which one does', { acknowledged: 1, waiting: [4] }, true],
  ])('%s', (_, last, stalled) => {
    expect(isStalled(last)).toBe(stalled);
  });
});
