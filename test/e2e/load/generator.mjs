// Open-loop HTTP load from inside a pod: every request starts when it is due, however the earlier ones fare, and opens
// a connection of its own. Needs Node 18 and nothing else. Prints one JSON object per line:
//   {"waiting": "ECONNREFUSED"}                                                   before the load, once a second
//   {"started": "2025-01-01T00:00:00.000Z"}
//   {"second": 1735689600, "sent": 100, "ok": 99, "failed": 1, "errors": {"timeout": 1}, "maxMillis": 12}
//   {"summary": {"sent": .., "ok": .., "failed": .., "errors": {}, "maxMillis": .., "skipped": .., "tally": {}, "firstFailure": null, "lastFailure": null}}
// A request belongs to the second in which it was sent, so a second's line comes when the last of its requests is settled.
import { lookup } from 'node:dns/promises';
import http from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    url: { type: 'string', default: '' },
    rate: { type: 'string', default: '100' }, // requests per second
    timeout: { type: 'string', default: '1000' }, // milliseconds, from connecting to the last byte
    requests: { type: 'string', default: 'Infinity' }, // stop after so many; otherwise SIGTERM stops it
    ports: { type: 'string', default: 'own' }, // 'own': each connection's source port is its own for minutes; 'system' as the kernel gives them
    host: { type: 'string' }, // the Host header, where it is not the URL's
    tally: { type: 'string' }, // regular expression: good answers are counted by what its group finds in the body
    warmup: { type: 'string', default: '0' }, // milliseconds without a failure before the load begins; 0 begins at once
  },
});
const url = new URL(values.url);
const [rate, timeout, limit, warmup] = [values.rate, values.timeout, values.requests, values.warmup].map((text) => {
  const number = Number(text);
  if (!(number >= 0)) throw new Error(`not a number: ${text}`);
  return number;
});

const print = (value) => process.stdout.write(`${JSON.stringify(value)}\n`);
const add = (counts, what) => {
  counts[what] = (counts[what] ?? 0) + 1;
};

const agent = new http.Agent({ keepAlive: false });
const target = {
  agent,
  host: url.hostname,
  port: url.port || 80,
  path: url.pathname + url.search,
  headers: { host: values.host ?? url.host },
};
const tally = values.tally === undefined ? undefined : new RegExp(values.tally);

/**
 * A node's connection tracking sends a source port that comes back within two minutes the way it went before, be it to a pod
 * that is dead by now. Clients in the field are many; this one stands for them, and no port of its comes back for minutes.
 */
const [FIRST_PORT, LAST_PORT] = [10_000, 65_000];
let port = FIRST_PORT;
const ownPort = () => {
  port = port < LAST_PORT ? port + 1 : FIRST_PORT;
  return port;
};

/** Calls `done` once: with nothing for a whole 2xx answer, otherwise with the kind of failure; and with what the tally found. */
const request = (done) => {
  let settled = false;
  const settle = (kind, found) => {
    if (settled) return;
    settled = true;
    clearTimeout(timer);
    done(kind, found);
  };
  const fail = (error) => settle(error.code ?? error.message);
  const call = http.get({ ...target, localPort: values.ports === 'own' ? ownPort() : undefined }, (answer) => {
    answer.on('error', fail);
    let body = '';
    if (tally) answer.setEncoding('utf8').on('data', (text) => (body += text));
    answer.on('end', () => {
      const good = answer.statusCode >= 200 && answer.statusCode < 300;
      settle(good ? undefined : `status ${answer.statusCode}`, good && tally ? (tally.exec(body)?.[1] ?? 'no match') : undefined);
    });
    answer.resume();
  });
  call.on('error', fail);
  const timer = setTimeout(() => {
    settle('timeout');
    call.destroy();
  }, timeout);
};

let stopping = false;
process.on('SIGTERM', () => {
  stopping = true;
  endWhenSettled();
});

/** Waits until the target has answered without a failure for `warmup` milliseconds. */
const warmUp = async () => {
  let [goodSince, toldAt] = [undefined, 0];
  while (!stopping) {
    let kind;
    try {
      // Once, not per request: a Service's address stays, and lookups would be a test of the cluster's DNS.
      if (target.host === url.hostname) target.host = (await lookup(url.hostname)).address;
      kind = warmup > 0 ? await new Promise((done) => request(done)) : undefined;
    } catch (error) {
      kind = error.code ?? error.message;
    }
    const now = performance.now();
    goodSince = kind ? undefined : (goodSince ?? now);
    if (goodSince !== undefined && now - goodSince >= warmup) return;
    if (kind && now - toldAt >= 1000) {
      toldAt = now;
      print({ waiting: kind });
    }
    await sleep(50);
  }
};

const totals = { sent: 0, ok: 0, failed: 0, errors: {}, maxMillis: 0, skipped: 0, tally: {}, firstFailure: null, lastFailure: null };
/** Oldest first; a second leaves when it is printed. */
const seconds = [];
let outstanding = 0;

const secondOf = (millis) => {
  const second = Math.floor(millis / 1000);
  const last = seconds.at(-1);
  if (last && last.second >= second) return last;
  const next = { second, sent: 0, ok: 0, failed: 0, errors: {}, maxMillis: 0 };
  seconds.push(next);
  return next;
};

const printSettled = () => {
  const now = Math.floor(Date.now() / 1000);
  while (seconds[0] && seconds[0].sent === seconds[0].ok + seconds[0].failed && (stopping || seconds[0].second < now))
    print(seconds.shift());
};

const send = () => {
  const at = Date.now();
  const began = performance.now();
  const second = secondOf(at);
  second.sent++;
  totals.sent++;
  outstanding++;
  request((kind, found) => {
    outstanding--;
    if (found !== undefined) add(totals.tally, found);
    const millis = Math.ceil(performance.now() - began);
    for (const count of [second, totals]) {
      count.maxMillis = Math.max(count.maxMillis, millis);
      if (kind) {
        count.failed++;
        add(count.errors, kind);
      } else {
        count.ok++;
      }
    }
    if (kind) {
      const iso = new Date(at).toISOString();
      if (totals.firstFailure === null || iso < totals.firstFailure) totals.firstFailure = iso;
      if (totals.lastFailure === null || iso > totals.lastFailure) totals.lastFailure = iso;
    }
    endWhenSettled();
  });
};

let ended = false;
const endWhenSettled = () => {
  if (!stopping || outstanding > 0 || ended) return;
  ended = true;
  clearInterval(printer);
  printSettled();
  print({ summary: totals });
};

/** What is due within it starts together: waking up for every single request would cost half as much CPU again. */
const TICK_MILLIS = 50;

let printer;
await warmUp();
if (!stopping) {
  print({ started: new Date().toISOString() });
  printer = setInterval(printSettled, 1000);
  let origin = performance.now();
  let started = 0; // of the schedule that began at origin
  const tick = () => {
    if (stopping) return;
    let due = Math.floor(((performance.now() - origin) * rate) / 1000) + 1;
    if (due - started > 2 * rate + 1) {
      // This process was stopped for seconds: a burst of what it missed would be a load that nobody asked for.
      totals.skipped += due - started;
      [origin, started, due] = [performance.now(), 0, 1];
    }
    for (; started < due && totals.sent < limit; started++) send();
    if (totals.sent >= limit) {
      stopping = true;
      endWhenSettled();
      return;
    }
    setTimeout(tick, TICK_MILLIS);
  };
  tick();
}
