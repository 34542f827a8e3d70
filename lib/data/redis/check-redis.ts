import type { Component } from '../../core/component.js';
import { checkMemoryLimit } from '../stateful-set/check-memory-limit.js';
import type { RedisSentinelProps } from './redis-sentinel.props.js';

/** An empty server with its buffers and a rewrite. */
const LEAST_MEMORY_MEBIBYTES = 64;
/** Redis' own time between two questions, its answer, and one more. What a primary that is cut off accepts in this time is in redis-sentinel.files.ts. */
const LEAST_DOWN_AFTER_MILLISECONDS = 3000;
/** The log grows to twice the data before it is rewritten, and the rewritten copy lies beside it. */
const STORAGE_PER_MEMORY = 3;

interface Sizes {
  readonly members: number;
  /** MiB, after the environment's factors. */
  readonly memory: number;
  readonly volume: number;
}

/** Reports what would not vote, not start or not survive. */
export function checkRedis(
  component: Component,
  { resources, generation = 1, downAfter }: RedisSentinelProps,
  { members, memory, volume }: Sizes,
): void {
  if (![3, 5, 7].includes(members)) {
    component.report(`members is an odd number from 3 to 7, of which the loss of a minority is outvoted (got ${members}); use 3 or 5`);
  }
  if (!Number.isInteger(generation) || generation < 1) {
    component.report(`generation is a whole number from 1 on (got ${generation}); raise it by one to rotate the passwords`);
  }
  const patience = downAfter?.toMilliseconds() ?? LEAST_DOWN_AFTER_MILLISECONDS;
  if (patience < LEAST_DOWN_AFTER_MILLISECONDS) {
    component.report(
      `downAfter is at least 3 s, in which a primary that is cut off mostly stops to accept writes (got ${patience} ms); leave it out for 3 s`,
    );
  }
  if (memory < LEAST_MEMORY_MEBIBYTES) {
    component.report(
      `resources.memory is at least ${LEAST_MEMORY_MEBIBYTES}Mi, an empty server with its buffers and a rewrite (got ${memory}Mi after the environment's sizes); raise it`,
    );
  }
  if (volume < memory * STORAGE_PER_MEMORY) {
    component.report(
      'storage.size is at least three times the memory, for the log and its rewritten copy ' +
        `(got ${volume}Mi for ${memory}Mi of memory after the environment's sizes); raise it`,
    );
  }
  checkMemoryLimit(component, resources);
}
