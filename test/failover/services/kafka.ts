import type { Notes, Write } from '../journal.js';
import { PROGRAM, WATCH } from '../names.js';
import { nodeClient } from './node-client.js';
import type { Service } from './service.js';

export const KAFKA_FILE = 'kafka.sh';
export const KAFKA_CLIENT = ['bash', `${PROGRAM}/${KAFKA_FILE}`] as const;

export const kafka: Service = {
  ...nodeClient,
  name: 'kafka',
  variants: {
    base: 'failover-kafka',
    tuned: 'failover-kafka-tuned',
    next: 'failover-kafka-next',
    careless: 'failover-kafka-careless',
    small: 'failover-kafka-small',
    tls: 'failover-kafka-tls',
  },
  sets: ['events-broker', 'events-controller'],
  container: 'events-broker',
  certificate: { secret: 'events-tls', servers: [0, 1, 2].map((n) => `events-broker-${n}.events-broker-peers:9092`), seenBy: WATCH },
  process: 'kafka.Kafka',
  commands: { stop: [...KAFKA_CLIENT, 'stop'], journal: [...KAFKA_CLIENT, 'journal'], read: [...KAFKA_CLIENT, 'read'] },
  parse: (lane, text) => parseProducer(lane, text),
  parsePresent: (text, lanes) => {
    const laneOf = new Map(lanes.map((lane) => [lane.split('.').at(-1) ?? '', lane]));
    return [...text.matchAll(/^Partition:\d+\tOffset:\d+\t(\d+)\.(\d+)$/gm)].flatMap(([, prefix = '', seq]) => {
      const lane = laneOf.get(prefix);
      return lane === undefined ? [] : { lane, seq: Number(seq) };
    });
  },
};

/** A line of VerifiableProducer: an acknowledgement has a partition, a failure an exception. */
interface Line {
  readonly timestamp: number;
  readonly name: string;
  readonly value?: string;
  readonly partition?: number;
  readonly offset?: number;
}

/** Numbers without a line were sent, or about to be, when their writer died: nobody knows. */
export const parseProducer = (lane: string, text: string): Notes => {
  const lines = text
    .split('\n')
    .slice(0, -1)
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Line);
  const writes = new Map<number, Write>();
  for (const { name, timestamp, value, partition, offset } of lines) {
    if (value === undefined) continue;
    const seq = Number(value.split('.')[1]);
    const outcome = name === 'producer_send_success' ? 'acknowledged' : 'indeterminate';
    const place = offset === undefined ? undefined : `${partition}:${offset}`;
    writes.set(seq, { lane, seq, began: timestamp, ended: timestamp, outcome, term: undefined, part: partition?.toString(), place });
  }
  const last = Math.max(-1, ...writes.keys());
  for (let seq = 0; seq < last; seq++) {
    if (!writes.has(seq)) writes.set(seq, { lane, seq, began: 0, ended: undefined, outcome: 'indeterminate', term: undefined });
  }
  return { writes: [...writes.values()], sightings: [], open: !lines.some(({ name }) => name === 'shutdown_complete') };
};
