import type { Component } from '../../core/component.js';
import { mebibytes } from '../../core/quantities.js';
import type { KafkaClusterProps, MemberSize, Topic } from './kafka-cluster.props.js';
import { durability, IN_SYNC, REPLICAS } from './members/properties.js';

/** After the environment's factor: beside the heap the JVM itself takes up to 185 MiB in a broker, 130 in a controller. */
const LEAST_MEBIBYTES = { brokers: 336, controllers: 216 };

/** Of server.properties; what they say follows from the members, and a change would take the cluster apart. */
const OWN_PROPERTIES =
  /^(advertised\.|authorizer\.|broker\.rack$|config\.providers|controller\.|inter\.broker\.|listener|log\.dirs?$|metadata\.log\.|metadata\.max\.idle\.|node\.id$|broker\.id$|process\.roles$|sasl\.|security\.|ssl\.|super\.users$)/;
/** Of topics, and of groups since they are words of the set-up task's files. */
export const KAFKA_NAME = /^[a-zA-Z0-9._-]{1,249}$/;

/** Reports what Kafka would refuse later, and what would cost records. */
export function checkKafka(
  cluster: Component,
  { topics, config = {}, generation = 1, clientGeneration = 1 }: KafkaClusterProps,
  sizes: { readonly brokers: MemberSize; readonly controllers: MemberSize },
): void {
  const { brokers, controllers } = sizes;
  if (!(Number.isInteger(controllers.replicas) && controllers.replicas >= 3 && controllers.replicas % 2 === 1)) {
    cluster.report(
      `${controllers.replicas} controllers cannot outvote a lost one, or one more of them would cost nothing; use an odd number of at least 3 for controllers.replicas`,
    );
  }
  if (!(Number.isInteger(brokers.replicas) && brokers.replicas >= REPLICAS)) {
    cluster.report(
      `${brokers.replicas} brokers cannot hold ${REPLICAS} replicas of a partition; use at least ${REPLICAS} for brokers.replicas`,
    );
  }
  for (const role of ['brokers', 'controllers'] as const) checkMemory(cluster, role, sizes[role]);
  for (const [what, value] of Object.entries({ generation, clientGeneration })) {
    if (!(Number.isInteger(value) && value > 0))
      cluster.report(`${what} is a whole number of at least 1 (got ${value}); raise it by one to rotate`);
  }
  for (const key of Object.keys(config).filter((key) => OWN_PROPERTIES.test(key))) {
    cluster.report(`config ${key} is what members agree on, and is made from the other props; remove it`);
  }
  for (const key of Object.keys(config).filter((key) => Object.hasOwn(durability, key))) {
    cluster.report(
      `config ${key} decides what may be lost, for every topic at once; remove it, and set in a topic's config what that one can bear`,
    );
  }
  checkTopics(cluster, topics);
}

function checkMemory(cluster: Component, role: 'brokers' | 'controllers', { resources }: MemberSize): void {
  const memory = Math.round(mebibytes(resources.memory) * (cluster.environment.sizes?.memory ?? 1));
  if (memory >= LEAST_MEBIBYTES[role]) return;
  cluster.report(
    `${role} need at least ${LEAST_MEBIBYTES[role]}Mi of memory, their heap and the JVM itself (got ${memory}Mi after the environment's sizes); raise ${role}.resources.memory`,
  );
}

function checkTopics(cluster: Component, topics: readonly Topic[]): void {
  const names = topics.map(({ name }) => name);
  for (const name of new Set(names.filter((name, index) => names.indexOf(name) !== index))) {
    cluster.report(`topics has "${name}" twice; remove one`);
  }
  const inMetrics = (name: string) => name.replaceAll('.', '_');
  for (const name of names.filter((name) => names.some((other) => other !== name && inMetrics(other) === inMetrics(name)))) {
    cluster.report(
      `topic "${name}" and another one differ in "." and "_" alone, which Kafka refuses, since its metrics know no difference; rename one`,
    );
  }
  for (const { name, partitions, config = {} } of topics) {
    if (!KAFKA_NAME.test(name) || name === '.' || name === '..' || name.startsWith('__')) {
      cluster.report(
        `topic ${JSON.stringify(name)}: a name has up to 249 letters, digits, ".", "_" and "-", and does not begin with "__" as Kafka's own do; rename it`,
      );
    }
    if (!(Number.isInteger(partitions) && partitions > 0)) {
      cluster.report(`topic "${name}" has a whole number of partitions, at least 1 (got ${partitions}); raise partitions`);
    }
    const inSync = config['min.insync.replicas'];
    if (inSync !== undefined && !['1', String(IN_SYNC)].includes(inSync)) {
      cluster.report(
        `topic "${name}" cannot be written while one of its ${REPLICAS} replicas is away, with min.insync.replicas ${inSync}; use ${IN_SYNC}, or 1 where records may be lost`,
      );
    }
    for (const key of Object.keys(config).filter((key) => !/^[a-z0-9.]+$/.test(key))) {
      cluster.report(`topic "${name}": ${JSON.stringify(key)} is no setting of topics; write it as Kafka does: retention.ms`);
    }
    for (const [key, value] of Object.entries(config).filter(([, value]) => /\s/.test(value) || value === '')) {
      cluster.report(`topic "${name}": the value of ${key} has no spaces and is not empty (got ${JSON.stringify(value)}); mend it`);
    }
  }
}
