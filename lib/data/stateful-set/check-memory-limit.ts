import type { Component } from '../../core/component.js';
import { mebibytes } from '../../core/quantities.js';
import type { Resources } from '../../workload/workload.props.js';

/** Of a member. */
export function checkMemoryLimit(component: Component, { memory, memoryLimit }: Resources = {}): void {
  if (!memoryLimit || (memory && mebibytes(memoryLimit) === mebibytes(memory))) return;
  component.report(
    `a member's memory limit is its request, since what is lent may be taken back by killing it (got resources.memoryLimit ${mebibytes(memoryLimit)}Mi); set resources.memory alone`,
  );
}
