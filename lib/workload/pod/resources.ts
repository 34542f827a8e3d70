import { Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import type { Environment } from '../../core/environment.js';
import type { Container } from '../../core/kubernetes.js';
import { cpuMillis, mebibytes } from '../../core/quantities.js';
import type { Resources } from '../workload.props.js';

const CPU_FLOOR_MILLIS = 10;
const MEMORY_FLOOR_MEBIBYTES = 32;
const DEFAULT_CPU = Cpu.millis(50);
const DEFAULT_MEMORY = Size.mebibytes(64);
const DEFAULT_EPHEMERAL = Size.mebibytes(64);
const MEMORY_LIMIT_FACTOR = 1.5;
const EPHEMERAL_LIMIT_FACTOR = 4;

/** Requests always, a memory limit always, a CPU limit only where asked; made smaller by the environment's size policy. */
export function containerResources(resources: Resources, { sizes }: Environment): NonNullable<Container['resources']> {
  const cpu = (value: Cpu) => `${Math.max(CPU_FLOOR_MILLIS, Math.round(cpuMillis(value) * (sizes?.cpu ?? 1)))}m`;
  const memory = (mib: number) => `${Math.max(MEMORY_FLOOR_MEBIBYTES, Math.round(mib * (sizes?.memory ?? 1)))}Mi`;

  const requested = mebibytes(resources.memory ?? DEFAULT_MEMORY);
  const limit = resources.memoryLimit ? mebibytes(resources.memoryLimit) : requested * MEMORY_LIMIT_FACTOR;
  const ephemeral = mebibytes(resources.ephemeralStorage ?? DEFAULT_EPHEMERAL);
  return {
    requests: {
      cpu: cpu(resources.cpu ?? DEFAULT_CPU),
      memory: memory(requested),
      'ephemeral-storage': `${ephemeral}Mi`,
    },
    limits: {
      ...(resources.cpuLimit ? { cpu: cpu(resources.cpuLimit) } : {}),
      memory: memory(limit),
      'ephemeral-storage': `${ephemeral * EPHEMERAL_LIMIT_FACTOR}Mi`,
    },
  };
}
