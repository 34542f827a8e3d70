import type { Component } from '../../core/component.js';
import { cpuMillis, mebibytes } from '../../core/quantities.js';
import type { Resources, WorkloadProps } from '../workload.props.js';

/** Names of volumes that the pod template makes itself. */
const OWN_VOLUMES = new Set(['tmp', 'config', 'kubernetes-api']);

/** Reports what the API server or the kubelet would refuse later. */
export function checkPod(component: Component, props: WorkloadProps): void {
  const { user, resources, volumes = [], containers = [], sidecars = [], initContainers = [] } = props;
  if (user !== undefined && !(Number.isInteger(user) && user > 0)) {
    component.report(`user is the number of one other than root, since a restricted pod never starts as root (got ${user}); use 10001`);
  }
  if (resources) checkResources(component, resources);
  for (const { name } of volumes.filter(({ name }) => OWN_VOLUMES.has(name))) {
    component.report(`volume "${name}" has the name of one that every pod has (${[...OWN_VOLUMES].join(', ')}); rename it`);
  }
  const names = [component.name, ...[...containers, ...sidecars, ...initContainers].map(({ name }) => name)];
  for (const name of new Set(names.filter((name, index) => names.indexOf(name) !== index))) {
    component.report(`two containers are named "${name}"; rename one`);
  }
}

function checkResources(component: Component, { cpu, cpuLimit, memory, memoryLimit }: Resources): void {
  if (memory && memoryLimit && mebibytes(memoryLimit) < mebibytes(memory)) {
    component.report(
      `resources.memoryLimit is at least the request (got ${mebibytes(memoryLimit)}Mi below memory ${mebibytes(memory)}Mi); raise the limit or lower memory`,
    );
  }
  if (cpu && cpuLimit && cpuMillis(cpuLimit) < cpuMillis(cpu)) {
    component.report(
      `resources.cpuLimit is at least the request (got ${cpuMillis(cpuLimit)}m below cpu ${cpuMillis(cpu)}m); raise the limit or lower cpu`,
    );
  }
}
