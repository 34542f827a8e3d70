import type { Component } from '../../core/component.js';
import type { Environment } from '../../core/environment.js';
import type { AutoScale, Scaling } from '../workload.props.js';

export const defaultScaling = ({ tier }: Environment): Scaling => ({ replicas: tier === 'production' ? 3 : 2 });

export const isScaled = (scaling: Scaling): scaling is AutoScale => 'min' in scaling;

/** What the first deployment starts with, and what rollouts and budgets count on. */
export const leastReplicas = (scaling: Scaling): number => (isScaled(scaling) ? scaling.min : scaling.replicas);

const whole = (value: number) => Number.isInteger(value) && value >= 1;

export function checkScaling(component: Component, scaling: Scaling): void {
  if (!isScaled(scaling)) {
    if (!whole(scaling.replicas)) component.report(`scaling.replicas is a whole number of at least 1 (got ${scaling.replicas})`);
    return;
  }
  const { min, max, cpu, memory } = scaling;
  if (!whole(min)) component.report(`scaling.min is a whole number of at least 1 (got ${min})`);
  if (!whole(max)) component.report(`scaling.max is a whole number of at least 1 (got ${max})`);
  if (min >= max) {
    component.report(`scaling.min ${min} leaves no room below max ${max}; raise max, or use scaling: { replicas: ${min} }`);
  }
  for (const [name, value] of Object.entries({ cpu, memory })) {
    if (value !== undefined && !(value >= 1 && value <= 100)) {
      component.report(`scaling.${name} is a percentage of the request, 1 to 100 (got ${value})`);
    }
  }
}
