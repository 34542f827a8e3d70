import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { connect, isIP, type LookupFunction } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { Kafka, logLevel } from 'kafkajs';
import { addressOf } from './addresses.js';
import { type Answer, reason, TIMEOUT_MILLIS, variable, within } from './contract.js';
import { Tally } from './tally.js';

/**
 * Says once a second which broker leads the topic's first partition, and which ones are missing among the replicas. It
 * only reads metadata: the writes are those of Kafka's own producer.
 */
const TOPIC = variable('TOPIC');
const INTERVAL_MILLIS = 1000;
const HEALTH_PORT = 8080;

const members = variable('MEMBERS').split(',');

const lookup: LookupFunction = (host, { all }, done) => {
  addressOf(host).then(
    (address) => (all ? done(null, [{ address, family: isIP(address) }]) : done(null, address, isIP(address))),
    (error: NodeJS.ErrnoException) => done(error, ''),
  );
};

const authority = process.env.KAFKA_SSL_CA_LOCATION && readFileSync(process.env.KAFKA_SSL_CA_LOCATION, 'utf8');

const admin = new Kafka({
  brokers: variable('KAFKA_BOOTSTRAP_SERVERS').split(','),
  sasl: { mechanism: 'scram-sha-512', username: variable('KAFKA_SASL_USERNAME'), password: variable('KAFKA_SASL_PASSWORD') },
  ssl: Boolean(authority),
  socketFactory: ({ host, port, onConnect }) =>
    authority ? connectTls({ host, port, lookup, servername: host, ca: authority }, onConnect) : connect({ host, port, lookup }, onConnect),
  logLevel: logLevel.NOTHING,
  connectionTimeout: TIMEOUT_MILLIS,
  requestTimeout: TIMEOUT_MILLIS,
  retry: { retries: 0 },
}).admin();

/** Members by the hosts that brokers call themselves: the first label of each. */
const hostOf = (host: string): string => host.split('.')[0] ?? host;

const look = async (): Promise<Readonly<Record<string, Answer>>> => {
  const [{ brokers }, { topics }] = await Promise.all([admin.describeCluster(), admin.fetchTopicMetadata({ topics: [TOPIC] })]);
  const partitions = topics[0]?.partitions ?? [];
  const names = new Map(brokers.map(({ nodeId, host }) => [nodeId, hostOf(host)]));
  const leader = names.get(partitions.find(({ partitionId }) => partitionId === 0)?.leader ?? -1);
  const inSync = (member: string) => partitions.every(({ isr }) => isr.some((id) => names.get(id) === member));
  return Object.fromEntries(
    members.map((member): [string, Answer] => [
      member,
      member === leader ? { role: 'leader', accepts: true } : { role: inSync(member) ? 'follower' : 'silent' },
    ]),
  );
};

createServer((_, response) => response.end()).listen(HEALTH_PORT);
const tally = new Tally();
let answers: Readonly<Record<string, Answer>> = {};
let connected = false;
for (;;) {
  const began = Date.now();
  try {
    if (!connected) await within(3 * TIMEOUT_MILLIS, admin.connect());
    connected = true;
    answers = await within(2 * TIMEOUT_MILLIS, look());
  } catch (error) {
    tally.unreached(reason(error));
    answers = {};
    connected = false;
    await within(TIMEOUT_MILLIS, admin.disconnect()).catch(() => undefined);
  }
  console.log(JSON.stringify(tally.take(answers)));
  await new Promise((done) => setTimeout(done, Math.max(0, began + INTERVAL_MILLIS - Date.now())));
}
