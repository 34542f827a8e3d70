import type { Environment } from '../../core/environment.js';
import type { AdapterRule, AutoScale, Scaling } from './scaling.props.js';
import type { Triggers } from './triggers.props.js';

const DEFAULT_CPU_UTILIZATION = 70;

export const defaultScaling = ({ tier }: Environment): Scaling => ({ replicas: tier === 'production' ? 3 : 2 });

export const isScaled = (scaling: Scaling): scaling is AutoScale => scaling.min !== undefined;

/** What the first deployment starts with, and what rollouts and budgets count on. */
export const leastReplicas = (scaling: Scaling): number => (isScaled(scaling) ? scaling.min : scaling.replicas);

const TRIGGERS = ['prometheus', 'requestsPerSecond', 'kafkaLag', 'rabbitmqQueue', 'sqsQueue', 'cron'] as const satisfies (keyof Triggers)[];

/** The names of the triggers that are set; with one, KEDA scales. */
export const triggerNames = (triggers: Triggers): (keyof Triggers)[] => TRIGGERS.filter((name) => triggers[name] !== undefined);

/** Those whose source is there while no pod is: requests to the pods are counted by the pods. */
export const wakers = (triggers: Triggers): (keyof Triggers)[] => triggerNames(triggers).filter((name) => name !== 'requestsPerSecond');

/** Where nothing says what to scale on, CPU does. */
export function withDefaultTarget(scaling: AutoScale): AutoScale {
  const { cpu, memory, metrics = [] } = scaling;
  const given = cpu !== undefined || memory !== undefined || metrics.length > 0 || triggerNames(scaling).length > 0;
  return given ? scaling : { ...scaling, cpu: DEFAULT_CPU_UTILIZATION };
}

export const adapterRules = (scaling: Scaling): AdapterRule[] =>
  isScaled(scaling) ? (scaling.metrics ?? []).flatMap(({ rule }) => (rule ? [rule] : [])) : [];
