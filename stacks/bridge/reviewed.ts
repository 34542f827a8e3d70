import { resolve } from 'node:path';
import * as pulumi from '@pulumi/pulumi';
import { EvenkeelError } from '../../lib/core/problems.js';
import { digest, type SynthesizedStack } from '../../lib/core/synth.js';
import { readStack } from '../../lib/core/writer.js';

/** What is sent is what was reviewed: the committed YAML has the digest of the program's own. */
export function checkReviewed(stack: SynthesizedStack, dist: string): void {
  const reviewed = readStack(resolve(pulumi.getRootDirectory(), dist), stack.name);
  if (digest(reviewed) === stack.digest) return;
  const differing = [...new Set([...reviewed.keys(), ...stack.files.keys()])].filter(
    (path) => reviewed.get(path) !== stack.files.get(path),
  );
  const more = differing.length > 1 ? ` and ${differing.length - 1} more` : '';
  throw new EvenkeelError([
    `${dist}/${stack.name} is not what this program would send (${differing[0]}${more} differ); run npm run synth, and have ${dist} reviewed and committed`,
  ]);
}
