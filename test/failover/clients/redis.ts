import { readFileSync } from 'node:fs';
import { Redis, type RedisOptions } from 'ioredis';
import { addressOf } from './addresses.js';
import { type Answer, type Client, type Durability, type LaneRecord, type Outcome, reason, TIMEOUT_MILLIS, variable } from './contract.js';
import { run } from './run.js';

/** Shorter than the operation's own timeout, so that the answer still comes. */
const WAIT_MILLIS = 900;

const RUN = variable('RUN');
const members = variable('MEMBERS').split(',').filter(Boolean);

/** Where `host:port` is. */
const address = async (text: string) => {
  const [host = '', port = '6379'] = text.split(':');
  return { host: await addressOf(host), port: Number(port) };
};

/** Addresses are in no certificate, and every member's has the names of all. */
const tls = process.env.REDIS_TLS_CA
  ? {
      ca: readFileSync(process.env.REDIS_TLS_CA, 'utf8'),
      servername: (process.env.REDIS_SENTINELS ?? variable('REDIS_HOST')).split(/[:,]/)[0],
    }
  : undefined;

/** A failed attempt is over: nothing is retried or sent again behind the writer's back. */
const once: RedisOptions = {
  lazyConnect: true,
  enableReadyCheck: false,
  enableOfflineQueue: false,
  autoResendUnfulfilledCommands: false,
  maxRetriesPerRequest: 0,
  // Half of it, so that a second sentinel is asked in time where the first one is dead.
  connectTimeout: TIMEOUT_MILLIS / 2,
  sentinelCommandTimeout: TIMEOUT_MILLIS / 2,
  retryStrategy: () => null,
  sentinelRetryStrategy: () => null,
  username: process.env.REDIS_USERNAME,
  password: process.env.REDIS_PASSWORD,
  ...(tls ? { tls, sentinelTLS: tls, enableTLSForSentinelMode: true } : {}),
};

/** In another order each time: with one order, a dead sentinel at its head would cost every connection a timeout. */
const shuffled = <T>(items: readonly T[]): T[] =>
  items
    .map((item) => ({ item, at: Math.random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);

const leaderOptions = async (): Promise<RedisOptions> =>
  process.env.REDIS_SENTINELS === undefined
    ? { ...once, ...(await address(`${variable('REDIS_HOST')}:${variable('REDIS_PORT')}`)) }
    : {
        ...once,
        sentinels: shuffled(await Promise.all(process.env.REDIS_SENTINELS.split(',').map(address))),
        name: variable('REDIS_MASTER_NAME'),
        sentinelUsername: process.env.REDIS_SENTINEL_USERNAME,
        sentinelPassword: process.env.REDIS_SENTINEL_PASSWORD,
      };

const open = async (options: RedisOptions): Promise<Redis> => {
  const redis = new Redis(options);
  // Commands and connect() reject by themselves; without a listener the same error would end the process.
  redis.on('error', () => undefined);
  try {
    await redis.connect();
    return redis;
  } catch (error) {
    redis.disconnect();
    throw error;
  }
};

/** Another replication id is another reign: each promotion begins one. */
const roleOf = async (redis: Redis): Promise<{ readonly role: string; readonly term: string }> => {
  const info = await redis.info('replication');
  return { role: /^role:(\w+)/m.exec(info)?.[1] ?? '', term: /^master_replid:(\w+)/m.exec(info)?.[1]?.slice(0, 8) ?? '' };
};

const key = (lane: string) => `failover:${RUN}:${lane}`;

const append = async (redis: Redis, term: string, durability: Durability, lane: string, seq: number): Promise<Outcome> => {
  const pipeline = redis.pipeline().rpush(key(lane), seq);
  if (durability === 'durable') pipeline.wait(1, WAIT_MILLIS);
  const [pushed, waited] = (await pipeline.exec()) ?? [];
  const error = pushed?.[0];
  if (error) return { kind: error.name === 'ReplyError' ? 'refused' : 'indeterminate', why: reason(error) };
  if (durability === 'plain') return { kind: 'acknowledged', term };
  if (waited?.[0]) return { kind: 'indeterminate', why: reason(waited[0]) };
  return Number(waited?.[1]) >= 1 ? { kind: 'acknowledged', term } : { kind: 'indeterminate', why: 'no-replica-confirmed' };
};

const asked = new Map<string, Redis>();
const askMember = async (member: string): Promise<Answer> => {
  const redis = asked.get(member) ?? (await open({ ...once, ...(await address(member)) }));
  asked.set(member, redis);
  const forget = () => {
    asked.delete(member);
    redis.disconnect();
  };
  // A connection that hangs is not asked twice.
  const timer = setTimeout(forget, TIMEOUT_MILLIS);
  try {
    const { role, term } = await roleOf(redis);
    if (role !== 'master') return { role: 'follower', term };
    const accepts = await redis.set(`failover:${RUN}:witness`, member).then(
      () => true,
      () => false,
    );
    return { role: 'leader', term, accepts };
  } catch (error) {
    forget();
    throw error;
  } finally {
    clearTimeout(timer);
  }
};

const readAll = async (): Promise<readonly LaneRecord[]> => {
  const redis = await open(await leaderOptions());
  const records: LaneRecord[] = [];
  for await (const keys of redis.scanStream({ match: key('*'), type: 'list', count: 1000 })) {
    for (const found of new Set<string>(keys)) {
      const lane = found.slice(key('').length);
      for (const seq of await redis.lrange(found, 0, -1)) records.push({ lane, seq: Number(seq) });
    }
  }
  return records;
};

const client: Client = {
  members,
  prepare: async () => {
    (await open(await leaderOptions())).disconnect();
  },
  connect: async (durability) => {
    const redis = await open(await leaderOptions());
    const { role, term } = await roleOf(redis);
    if (role !== 'master') {
      redis.disconnect();
      throw new Error(`reached a ${role}`);
    }
    return { append: (lane, seq) => append(redis, term, durability, lane, seq), close: () => redis.disconnect() };
  },
  ask: askMember,
  readAll,
};

await run(client);
