import type { Component } from '../../core/component.js';
import { isScaled, triggerNames } from './scaling.js';
import type { AutoScale, Scaling } from './scaling.props.js';
import type { Triggers } from './triggers.props.js';

const whole = (value: number, least: number) => Number.isInteger(value) && value >= least;

/** Reports what an autoscaler would refuse, or obey to nobody's good. */
export function checkScaling(component: Component, scaling: Scaling): void {
  if (isScaled(scaling)) {
    checkRange(component, scaling);
    checkTargets(component, scaling);
  } else if (!whole(scaling.replicas, 1)) {
    component.report(`scaling.replicas is a whole number of at least 1 (got ${scaling.replicas})`);
  }
}

function checkRange(component: Component, scaling: AutoScale): void {
  const { min, max, fallback } = scaling;
  const triggers = triggerNames(scaling);
  if (min === 0 && triggers.length === 0) {
    component.report(
      'scaling.min 0 needs a trigger that can wake it, since a service without pods uses no CPU and no memory (and no pod measures them); ' +
        'use at least 1, or add prometheus, kafkaLag, rabbitmqQueue, sqsQueue or cron',
    );
  } else if (!whole(min, triggers.length > 0 ? 0 : 1)) {
    component.report(`scaling.min is a whole number of at least ${triggers.length > 0 ? 0 : 1} (got ${min})`);
  }
  if (!whole(max, 1)) component.report(`scaling.max is a whole number of at least 1 (got ${max})`);
  if (min >= max) {
    component.report(`scaling.min ${min} leaves no room below max ${max}; raise max, or use scaling: { replicas: ${Math.max(min, 1)} }`);
  }
  if (fallback !== undefined && !(whole(fallback, 1) && fallback <= max)) {
    component.report(`scaling.fallback is a whole number from 1 to max ${max} (got ${fallback})`);
  }
  if (fallback !== undefined && !triggers.some((name) => name !== 'cron')) {
    component.report('scaling.fallback is for triggers whose source can be down, and there is none; remove it');
  }
}

function checkTargets(component: Component, scaling: AutoScale): void {
  const { cpu, memory, metrics = [] } = scaling;
  for (const [name, value] of Object.entries({ cpu, memory })) {
    if (value !== undefined && !(value >= 1 && value <= 100)) {
      component.report(`scaling.${name} is a percentage of the request, 1 to 100 (got ${value})`);
    }
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
  if (triggerNames(scaling).length === 0) {
    component.report('scaling has no trigger, so no Job would ever start; add prometheus, kafkaLag, rabbitmqQueue, sqsQueue or cron');
  }
}
