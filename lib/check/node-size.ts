import { cpuMillis, mebibytes } from '../core/quantities.js';
import type { Check } from './check.js';
import { finding } from './findings.js';
import { podGroups } from './pod-groups.js';
import { podRequests } from './pods.js';

export const nodeSize: Check = {
  id: 'node-size',
  title: "What a pod requests fits the environment's smallest node",
  acceptable: true,
  examples: {
    environment: 'nodes: { perZone: 2, cpu: Cpu.units(2), memory: Size.gibibytes(4) }',
    bad: "new WebService(chart, 'api', { image, port: 8080, resources: { cpu: Cpu.units(3) } });",
    good: "new WebService(chart, 'api', { image, port: 8080, resources: { cpu: Cpu.units(1) } });",
  },
  run(subject) {
    const { environment, manifests } = subject;
    if (!environment?.nodes) return [];
    const { cpu, memory } = environment.nodes;
    const node = { cpu: cpuMillis(cpu), memory: mebibytes(memory) };
    return podGroups(manifests).flatMap(({ manifest, spec }) => {
      const { cpuMillis: podCpu, memoryMebibytes: podMemory } = podRequests(spec);
      const rows = [
        { field: 'cpu', wanted: podCpu, available: node.cpu, unit: 'm' },
        { field: 'memory', wanted: Math.ceil(podMemory), available: node.memory, unit: 'Mi' },
      ];
      return rows
        .filter(({ wanted, available }) => wanted > available)
        .map(({ field, wanted, available, unit }) =>
          finding(
            subject,
            manifest,
            `a pod requests ${wanted}${unit} of ${field}, and the smallest node of environment "${environment.name}" has ${available}${unit} (nodes.${field}); ` +
              `lower resources.${field} or use larger nodes`,
          ),
        );
    });
  },
};
