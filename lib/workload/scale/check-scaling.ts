import type { Component } from '../../core/component.js';
import { triggerProblems } from './check-triggers.js';
import { isScaled, triggerNames, wakers } from './scaling.js';
import type { AutoScale, Scaling } from './scaling.props.js';
import type { Triggers } from './triggers.props.js';

/** https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/horizontal-pod-autoscaler-v2/ */
const LONGEST_STABILIZATION_SECONDS = 3600;

const whole = (value: number, least: number) => Number.isInteger(value) && value >= least;

/** Reports what an autoscaler would refuse, or obey to nobody's good. */
export function checkScaling(component: Component, scaling: Scaling): void {
  const { replicas, min }: { readonly replicas?: number; readonly min?: number } = scaling;
  if (replicas !== undefined && min !== undefined) {
    component.report(`scaling has both replicas ${replicas} and min ${min}, a fixed count and an autoscaler; remove one`);
  }
  if (isScaled(scaling)) {
    checkRange(component, scaling);
    checkTargets(component, scaling);
    for (const problem of triggerProblems(scaling, scaling.max)) component.report(problem);
    return;
  }
  if (!whole(scaling.replicas, 1)) component.report(`scaling.replicas is a whole number of at least 1 (got ${scaling.replicas})`);
  const others = Object.keys(scaling).filter((name) => name !== 'replicas');
  if (others.length > 0) {
    component.report(`scaling.${others.join(', scaling.')} has no effect beside a fixed count of replicas; remove it, or give min and max`);
  }
}

function checkRange(component: Component, scaling: AutoScale): void {
  const { min, max, fallback, scaleDownAfter } = scaling;
  const canSleep = wakers(scaling).length > 0;
  if (min === 0 && !canSleep) {
    component.report(
      'scaling.min 0 needs a trigger that can wake it, since without pods there is no CPU, no memory and no request to measure; ' +
        'use at least 1, or add prometheus, kafkaLag, rabbitmqQueue, sqsQueue or cron',
    );
  } else if (!whole(min, canSleep ? 0 : 1)) {
    component.report(`scaling.min is a whole number of at least ${canSleep ? 0 : 1} (got ${min})`);
  }
  if (!whole(max, 1)) component.report(`scaling.max is a whole number of at least 1 (got ${max})`);
  if (min >= max) {
    component.report(`scaling.min ${min} leaves no room below max ${max}; raise max, or use scaling: { replicas: ${Math.max(min, 1)} }`);
  }
  if (fallback !== undefined && !(whole(fallback, 1) && fallback <= max)) {
    component.report(`scaling.fallback is a whole number from 1 to max ${max} (got ${fallback})`);
  }
  if (fallback !== undefined && !triggerNames(scaling).some((name) => name !== 'cron')) {
    component.report('scaling.fallback is for triggers whose source can be down, and there is none; remove it');
  }
  if (scaleDownAfter && scaleDownAfter.toSeconds() > LONGEST_STABILIZATION_SECONDS) {
    component.report(
      `scaling.scaleDownAfter is at most an hour, as Kubernetes has it (got ${scaleDownAfter.toSeconds()} s); lower it, or raise min`,
    );
  }
}

function checkTargets(component: Component, scaling: AutoScale): void {
  const { cpu, memory, metrics = [] } = scaling;
  for (const [name, value] of Object.entries({ cpu, memory })) {
    if (value !== undefined && !(whole(value, 1) && value <= 100)) {
      component.report(`scaling.${name} is a percentage of the request, 1 to 100 (got ${value})`);
    }
  }
  for (const { average } of metrics.filter(({ average }) => !(average > 0))) {
    component.report(`scaling.metrics have an average above 0 (got ${average})`);
  }
  const triggers = triggerNames(scaling);
  if (metrics.length > 0 && triggers.length > 0) {
    component.report(
      `scaling.metrics are for a HorizontalPodAutoscaler and ${triggers.join(', ')} for KEDA, and two scalers on one workload undo each other; ` +
        'use a prometheus trigger in place of metrics',
    );
  }
}

/** A Job is made for work that waits: something has to say how much does. */
export function checkJobScaling(component: Component, scaling: Triggers & { readonly min: number; readonly max: number }): void {
  const { min, max } = scaling;
  if (!whole(min, 0)) component.report(`scaling.min is a whole number of at least 0 (got ${min})`);
  if (!whole(max, 1)) component.report(`scaling.max is a whole number of at least 1 (got ${max})`);
  if (min > max) component.report(`scaling.min ${min} is above max ${max}; raise max or lower min`);
  for (const problem of triggerProblems(scaling, max)) component.report(problem);
  if (triggerNames(scaling).length === 0) {
    component.report('scaling has no trigger, so no Job would ever start; add prometheus, kafkaLag, rabbitmqQueue, sqsQueue or cron');
  }
}
