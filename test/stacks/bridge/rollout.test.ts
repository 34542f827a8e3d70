import { describe, expect, it } from 'vitest';
import type { StatefulSet } from '../../../lib/index.js';
import { rolledOut, waitsForRollout } from '../../../stacks/bridge/rollout.js';
import { synth } from '../../support/apps.js';
import { fakeCluster, objectsIn, register } from '../../support/bridge.js';
import { defined } from '../../support/objects.js';
import { Store } from '../../support/store.js';

const apps = synth((chart) => new Store(chart));
const set = defined(apps.all<StatefulSet>('StatefulSet')[0]);

const state = (generation: number, observedGeneration: number, updateRevision: string, readyReplicas: number) => ({
  metadata: { generation },
  spec: { replicas: 3 },
  status: { observedGeneration, currentRevision: 'b', updateRevision, readyReplicas },
});
const WHOLE = state(2, 2, 'b', 3);

/** A cluster that gives one answer after the other, and how often it was asked. */
const answering = (...answers: readonly unknown[]) => {
  let asked = 0;
  const get = (): Promise<unknown> => {
    const answer = answers[asked++];
    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
  };
  return { cluster: { ...fakeCluster(), get }, asked: () => asked };
};

describe('what is deployed after a StatefulSet', () => {
  it.each([
    ['the controller has not looked at the change', state(2, 1, 'b', 3)],
    ['members of the old revision run', state(2, 2, 'c', 3)],
    ['a member is not ready', state(2, 2, 'b', 2)],
    ['the API server does not answer', new Error('ECONNREFUSED')],
  ])('waits while %s', async (_, answer) => {
    const { cluster, asked } = answering(answer, answer, WHOLE);
    await rolledOut(set, cluster, 1);
    expect(asked()).toBe(3);
  });

  it('does not wait for a set that somebody has deleted', async () => {
    const { cluster, asked } = answering(undefined);
    await rolledOut(set, cluster, 1);
    expect(asked()).toBe(1);
  });

  it('is told by a hook after its update, and by none of other kinds', async () => {
    const hooked = objectsIn(await register(apps.stack)).filter(({ afterUpdate }) => afterUpdate.length > 0);
    expect(hooked.map(({ name, afterUpdate }) => [name, afterUpdate])).toEqual([['test/StatefulSet/store', ['test/store is rolled out']]]);
  });

  it.each([{ type: 'OnDelete' }, { type: 'RollingUpdate', rollingUpdate: { partition: 1 } }])(
    'does not wait for members that are not replaced by themselves: %j',
    (updateStrategy) => {
      const other: StatefulSet = { ...set, spec: { ...set.spec, updateStrategy } };
      expect(waitsForRollout(other, fakeCluster())).toEqual({});
    },
  );
});
