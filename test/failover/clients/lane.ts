import { setTimeout as sleep } from 'node:timers/promises';
import { type Client, type Durability, type Outcome, reason, type Session, TIMEOUT_MILLIS, within } from './contract.js';
import { isOver, openJournal } from './journal.js';
import type { Tally } from './tally.js';

/** A fresh connection after so many writes, and after each that was not acknowledged. */
const WRITES_PER_CONNECTION = 10;
const FIRST_BACKOFF_MILLIS = 50;
const LONGEST_BACKOFF_MILLIS = 250;

/** Writes one record after the other until the campaign is over; each has a number of its own and is sent once. */
export const runLane = async (client: Client, durability: Durability, id: string, intervalMillis: number, tally: Tally): Promise<void> => {
  const note = openJournal(id);
  let session: Session | undefined;
  let onConnection = 0;
  let backoff = FIRST_BACKOFF_MILLIS;
  for (let seq = 0; !isOver(); ) {
    const due = Date.now() + intervalMillis;
    try {
      session ??= await connect(client, durability);
      onConnection++;
    } catch (error) {
      tally.unreached(reason(error));
      await sleep(backoff);
      backoff = Math.min(2 * backoff, LONGEST_BACKOFF_MILLIS);
      continue;
    }
    seq++;
    note('b', seq, Date.now());
    const outcome = await append(session, id, seq);
    note(outcome.kind[0] ?? '', seq, Date.now(), outcome.kind === 'acknowledged' ? outcome.term : outcome.why);
    tally.count(outcome);
    const good = outcome.kind === 'acknowledged';
    if (!good || onConnection >= WRITES_PER_CONNECTION) {
      session.close();
      session = undefined;
      onConnection = 0;
    }
    await sleep(good ? Math.max(0, due - Date.now()) : backoff);
    backoff = good ? FIRST_BACKOFF_MILLIS : Math.min(2 * backoff, LONGEST_BACKOFF_MILLIS);
  }
  session?.close();
};

/** A connection that comes too late is closed, not leaked. */
const connect = async (client: Client, durability: Durability): Promise<Session> => {
  const opening = client.connect(durability);
  try {
    return await within(TIMEOUT_MILLIS, opening);
  } catch (error) {
    opening.then(
      (session) => session.close(),
      () => undefined,
    );
    throw error;
  }
};

const append = async (session: Session, lane: string, seq: number): Promise<Outcome> => {
  try {
    return await within(TIMEOUT_MILLIS, session.append(lane, seq));
  } catch (error) {
    // It may have arrived: whoever does not know must not say "acknowledged", nor "refused".
    return { kind: 'indeterminate', why: reason(error) };
  }
};
