import { isCron, isTimeZone } from '../schedule.js';
import { many } from './triggers.js';
import type { CronTrigger, Triggers } from './triggers.props.js';

/** What KEDA would take, and then never scale by. */
export function triggerProblems(triggers: Triggers, max: number): string[] {
  const thresholds = [
    ...many(triggers.prometheus).map(({ threshold }) => ['prometheus.threshold', threshold] as const),
    ...many(triggers.requestsPerSecond).map(({ perReplica }) => ['requestsPerSecond.perReplica', perReplica] as const),
    ...many(triggers.kafkaLag).map(({ lag }) => ['kafkaLag.lag', lag] as const),
    ...many(triggers.rabbitmqQueue).map(({ messages }) => ['rabbitmqQueue.messages', messages] as const),
    ...many(triggers.sqsQueue).map(({ messages }) => ['sqsQueue.messages', messages] as const),
  ];
  const brokers = [
    ...many(triggers.kafkaLag).flatMap(({ bootstrapServers }) =>
      (bootstrapServers?.split(',') ?? []).map((server) => server.split(':')[0] ?? ''),
    ),
    ...many(triggers.rabbitmqQueue).map(({ host }) => (URL.canParse(host) ? new URL(host).hostname : host)),
  ];
  return [
    ...thresholds.filter(([, value]) => !(value > 0)).map(([name, value]) => `scaling.${name} is a number above 0 (got ${value})`),
    ...brokers
      .filter((host) => !host.includes('.'))
      .map((host) => `scaling asks "${host}", a name that KEDA, in a namespace of its own, does not know; write ${host}.<namespace>`),
    ...many(triggers.cron).flatMap((cron) => cronProblems(cron, max)),
  ];
}

function cronProblems({ start, end, replicas, timeZone }: CronTrigger, max: number): string[] {
  return [
    ...Object.entries({ start, end })
      .filter(([, time]) => !isCron(time))
      .map(
        ([name, time]) =>
          `scaling.cron.${name} has five fields: minute, hour, day, month, weekday (got ${JSON.stringify(time)}); write it like "0 8 * * 1-5"`,
      ),
    ...(start === end ? [`scaling.cron starts and ends at the same time (${start}); move one`] : []),
    ...(Number.isInteger(replicas) && replicas >= 1 && replicas <= max
      ? []
      : [`scaling.cron.replicas is a whole number from 1 to max ${max} (got ${replicas})`]),
    ...(timeZone === undefined || isTimeZone(timeZone)
      ? []
      : [`scaling.cron.timeZone is a name of the IANA database (got ${timeZone}); write it like Europe/Berlin`]),
  ];
}
