import type { Answer, Outcome } from './contract.js';

/** What a client says once a second, as one line of JSON. */
export interface Second {
  readonly second: number;
  readonly acknowledged: number;
  readonly indeterminate: number;
  readonly refused: number;
  /** Attempts that found nobody to write to, and refusals, by reason. */
  readonly errors: Readonly<Record<string, number>>;
  /** The longest time between two acknowledgements of which the later one came in this second. */
  readonly gapMillis: number;
  /** Partitions that acknowledge nothing while others do: the client is not whole. */
  readonly waiting?: readonly number[];
  readonly members: Readonly<Record<string, Answer>>;
}

/** Counts the durable writes of one client, for those who watch. The verdict is made from the journals. */
export class Tally {
  private counts = { acknowledged: 0, indeterminate: 0, refused: 0 };
  private errors: Record<string, number> = {};
  private gapMillis = 0;
  private lastAcknowledged = Date.now();

  count(outcome: Outcome): void {
    this.counts[outcome.kind]++;
    if (outcome.kind !== 'acknowledged') {
      this.unreached(outcome.why);
      return;
    }
    const now = Date.now();
    this.gapMillis = Math.max(this.gapMillis, now - this.lastAcknowledged);
    this.lastAcknowledged = now;
  }

  unreached(why: string): void {
    this.errors[why] = (this.errors[why] ?? 0) + 1;
  }

  /** What happened since the last call. */
  take(members: Readonly<Record<string, Answer>>): Second {
    const { counts, errors, gapMillis } = this;
    this.counts = { acknowledged: 0, indeterminate: 0, refused: 0 };
    this.errors = {};
    this.gapMillis = 0;
    return { second: Math.floor(Date.now() / 1000), ...counts, errors, gapMillis, members };
  }
}
