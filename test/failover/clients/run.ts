import { createServer } from 'node:http';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Answer, type Client, type Durability, reason, variable } from './contract.js';
import { isOver, journals, stop } from './journal.js';
import { runLane } from './lane.js';
import { Tally } from './tally.js';
import { runWitness } from './witness.js';

const isDurability = (word: string): word is Durability => word === 'durable' || word === 'plain';

/**
 * `write`: writes and watches until the campaign is over. `stop`: ends that. `journal`: prints what was noted, each file after
 * a line `# <lane>`. `read`: prints every record that the leader holds, as `lane seq`. The last line of both is `# end`.
 */
export const run = async (client: Client): Promise<void> => {
  process.on('SIGTERM', () => process.exit(0));
  const [, , command] = process.argv;
  try {
    if (command === 'read') await print((await client.readAll()).map(({ lane, seq }) => `${lane} ${seq}\n`).join(''));
    else if (command === 'journal') await print(journals());
    else if (command === 'stop') stop();
    else await write(client);
    process.exit(0);
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    process.exit(1);
  }
};

/** Resolves when everything is on its way: a process that ends earlier cuts its output off. */
const print = (text: string): Promise<unknown> => new Promise((done) => process.stdout.write(`${text}# end\n`, done));

const HEALTH_PORT = 8080;

const write = async (client: Client): Promise<void> => {
  createServer((_, response) => response.end()).listen(HEALTH_PORT);
  await prepared(client);
  const interval = Number(variable('INTERVAL_MILLIS'));
  const start = Date.now().toString(36);
  const answers: Record<string, Answer> = {};
  const tally = new Tally();
  const unseen = new Tally();
  const printer = setInterval(() => console.log(JSON.stringify(tally.take(answers))), 1000);
  const lanes = variable('LANES').split(',').filter(isDurability);
  await Promise.all([
    ...lanes.map((lane, index) => runLane(client, lane, `${lane}.${hostname()}.${start}`, interval, index === 0 ? tally : unseen)),
    runWitness(client, `witness.${hostname()}.${start}`, answers),
  ]);
  clearInterval(printer);
  // A container that ended would be started again, and the journals could not be fetched meanwhile.
  for (;;) await sleep(1000);
};

const prepared = async (client: Client): Promise<void> => {
  while (!isOver()) {
    try {
      await client.prepare();
      return;
    } catch (error) {
      console.log(JSON.stringify({ waiting: reason(error) }));
      await sleep(1000);
    }
  }
};
