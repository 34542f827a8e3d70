import type { Effect } from './effects.js';
import type { ComponentImpact, ObjectChange } from './impact.js';
import { countWords, podsWords } from './pods.js';
import { rawWords } from './words.js';

/** Causes that a line names; the fields below it have all of them. */
const MOST_CAUSES = 6;

/** One sentence per effect, the worst first. */
export const impactWords = ({ effects }: ComponentImpact): string[] => effects.map(effectWords);

function effectWords(effect: Effect): string {
  switch (effect.effect) {
    case 'data at risk':
      return `data at risk: ${effect.why}`;
    case 'new':
      return `new: ${[objectsWords(effect.objects), ...effect.pods.map(podsWords)].join(', ')}`;
    case 'removed':
      return `removed: ${[objectsWords(effect.objects), ...effect.pods.map((pods) => `${podsWords(pods)} stop`)].join(', ')}`;
    case 'object removed':
      return `removed: ${[effect.object, ...effect.pods.map((pods) => `${podsWords(pods)} stop`)].join(', ')}`;
    case 'moved':
      return `moved from ${effect.from}`;
    case 'replaced':
      return `replaced: ${effect.object} is deleted and made anew, since ${list(effect.because)} cannot change`;
    case 'runs again':
      return `runs again: ${effect.object}: ${list(effect.because)}`;
    case 'runs':
      return `runs: ${effect.object}`;
    case 'runs end':
      return `running Jobs end: ${effect.object}: ${list(effect.because)}`;
    case 'next run':
      return `next run: ${effect.object}: ${list(effect.because)}`;
    case 'restart':
      return `${restartWords(effect)}: ${list(effect.because)}`;
    case 'slow drain':
      return Number.isFinite(effect.rounds)
        ? `slow drains: PodDisruptionBudget ${effect.budget} makes them ${effect.rounds} rounds for ${effect.pods.most} pods`
        : `blocked drains: PodDisruptionBudget ${effect.budget} lets none of ${effect.pods.most} pods go`;
    case 'in place':
      return `in place: ${list(effect.because)}`;
  }
}

function restartWords({ of, pods: replaced, partition, rollout }: Extract<Effect, { effect: 'restart' }>): string {
  const pods = podsWords(replaced) + (of ? ` of ${of}` : '');
  switch (rollout) {
    case 'all at once':
      return `restart of ${pods}, all stopped before the first new one starts`;
    case 'on delete':
      return `new template for ${pods}, each when somebody deletes it`;
    case 'node by node':
      return `rolling restart of ${pods}`;
    default:
      if (rollout.most === 0) return `new template${of ? ` for ${of}` : ''}, and partition ${partition} holds every pod back`;
      return `rolling restart of ${pods} in ${countWords(rollout, 'round')}${partition > 0 ? `, the first ${partition} held back` : ''}`;
  }
}

const objectsWords = (objects: number) => `${objects} object${objects === 1 ? '' : 's'}`;
const list = (words: readonly string[]) =>
  words.length > MOST_CAUSES ? `${words.slice(0, MOST_CAUSES).join('; ')}; and ${words.length - MOST_CAUSES} more` : words.join('; ');

/** An object's line and one for each of its fields. */
export function objectLines({ before, after, movedFrom, subject, changes }: ObjectChange): string[] {
  const what = !before ? ': new' : !after ? ': removed' : movedFrom ? `: moved from ${movedFrom}` : '';
  return [`${subject.kind} ${subject.name}${what}`, ...changes.map((change) => `  ${rawWords(change)}`)];
}
