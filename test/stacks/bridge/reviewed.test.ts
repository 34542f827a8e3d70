import { appendFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { type SynthesizedStack, synthesize, writeStacks } from '../../../lib/index.js';
import { checkReviewed } from '../../../stacks/bridge/reviewed.js';
import { platform } from '../../fixtures/platforms/working.js';
import { problemsOf } from '../../support/apps.js';
import { temporaryFolder } from '../../support/files.js';
import { first } from '../../support/objects.js';

const DEPLOYMENT = 'shop/worker/deployment.worker.yaml';

describe('what is sent is what was reviewed', () => {
  let dist: string;
  let stack: SynthesizedStack;
  beforeEach(() => {
    dist = join(temporaryFolder(), 'dist');
    writeStacks(dist, synthesize(platform));
    stack = first(synthesize(platform, 'dev'));
  });
  const refused = () => problemsOf(() => checkReviewed(stack, dist));
  const sentence = (what: string) => [
    `${dist}/dev is not what this program would send (${what} differ); run npm run synth, and have ${dist} reviewed and committed`,
  ];

  it('where every byte is the same', () => {
    expect(() => checkReviewed(stack, dist)).not.toThrow();
  });

  it('and else is refused, with the file that differs', () => {
    appendFileSync(join(dist, 'dev', DEPLOYMENT), '\n');
    expect(refused()).toEqual(sentence(DEPLOYMENT));
  });

  it('and else is refused, with the file that was not reviewed', () => {
    rmSync(join(dist, 'dev', DEPLOYMENT));
    expect(refused()).toEqual(sentence(DEPLOYMENT));
  });

  it('and else is refused, with the file that would not be sent', () => {
    writeFileSync(join(dist, 'dev/shop/worker/configmap.worker.yaml'), '');
    expect(refused()).toEqual(sentence('shop/worker/configmap.worker.yaml'));
  });

  it('and else is refused, with the number of other files', () => {
    rmSync(join(dist, 'dev'), { recursive: true });
    expect(refused()).toEqual(sentence(`${first([...stack.files.keys()])} and ${stack.files.size - 1} more`));
  });

  it('whatever became of another stack', () => {
    rmSync(join(dist, 'cluster-eu-1'), { recursive: true });
    expect(() => checkReviewed(stack, dist)).not.toThrow();
  });
});
