import { setTimeout as sleep } from 'node:timers/promises';
import { type Answer, type Client, TIMEOUT_MILLIS, within } from './contract.js';
import { isOver, openJournal } from './journal.js';

const INTERVAL_MILLIS = 500;

/** Asks every member at its own address who leads and whether it accepts a write: two that do are seen from either side of a cut. */
export const runWitness = async (client: Client, id: string, answers: Record<string, Answer>): Promise<void> => {
  const note = openJournal(id);
  const watch = async (member: string) => {
    while (!isOver()) {
      const began = Date.now();
      const answer = await ask(client, member);
      answers[member] = answer;
      note('w', member, began, Date.now(), answer.role, answer.term ?? '-', answer.accepts === undefined ? '-' : String(answer.accepts));
      await sleep(Math.max(0, began + INTERVAL_MILLIS - Date.now()));
    }
  };
  await Promise.all(client.members.map(watch));
};

const ask = async (client: Client, member: string): Promise<Answer> => {
  try {
    return await within(TIMEOUT_MILLIS, client.ask(member));
  } catch {
    return { role: 'silent' };
  }
};
