import { result, table } from './results.js';

export function scaling(): string {
  const hpa = result('hpa');
  const { oneToFive, fiveToOne, zeroToOne, oneToZero, toFallback, backFromFallback } = result('keda').seconds;
  const cron = result('keda-cron').seconds;
  return `## Scaling

Seconds until the pods were ready, or gone; down after 30 s of lower need and then one pod a minute.

${table(
  ['what', 'seconds'],
  [
    [
      `by CPU, first pod above ${hpa.from} (of ${hpa.to} in the end); ${hpa.up.failed} of ${hpa.up.sent} requests failed`,
      String(hpa.secondsUp),
    ],
    [`and back to ${hpa.from}; ${hpa.down.failed} of ${hpa.down.sent} requests failed`, String(hpa.secondsDown)],
    ['by a Prometheus query, 1 to 5', String(oneToFive)],
    ['and back', String(fiveToOne)],
    ['by a Prometheus query, 0 to 1', String(zeroToOne)],
    ['and back', String(oneToZero)],
    ['Prometheus dead, 1 to the fallback of 3', String(toFallback)],
    ['and back after its return', String(backFromFallback)],
    ['by a schedule, to 3, of which up to three minutes are the wait for its start', String(cron.toStart)],
    ['and back to 1, of which up to two minutes are the schedule itself', String(cron.toEnd)],
  ],
)}`;
}
