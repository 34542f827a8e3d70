import { Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import { describe, expect, it } from 'vitest';
import { nodeSize } from '../../lib/check/node-size.js';
import { ScheduledTask, WebService } from '../../lib/index.js';
import { IMAGE } from '../support/apps.js';
import { sentencesOf, subjectOf } from './example.js';

const nodes = { perZone: 2, cpu: Cpu.units(4), memory: Size.gibibytes(8) };

describe('a pod that no node of the smallest size has room for', () => {
  it('is refused, resource by resource', () => {
    const subject = subjectOf(
      (chart) => {
        const resources = { cpu: Cpu.millis(4001), memory: Size.mebibytes(8193) };
        new WebService(chart, 'api', { image: IMAGE, port: 8080, resources });
        new ScheduledTask(chart, 'report', { image: IMAGE, schedule: '0 3 * * *', resources: { cpu: Cpu.units(5) } });
      },
      { nodes },
    );
    expect(sentencesOf(nodeSize, subject)).toEqual([
      'web-service "api": a pod requests 4001m of cpu, and the smallest node of environment "test" has 4000m (nodes.cpu); lower resources.cpu or use larger nodes',
      'web-service "api": a pod requests 8193Mi of memory, and the smallest node of environment "test" has 8192Mi (nodes.memory); lower resources.memory or use larger nodes',
      'scheduled-task "report": a pod requests 5000m of cpu, and the smallest node of environment "test" has 4000m (nodes.cpu); lower resources.cpu or use larger nodes',
    ]);
  });

  it('is not one that fits exactly, nor any where the nodes are not known', () => {
    const found = (cpu: Cpu, environment = {}) =>
      sentencesOf(
        nodeSize,
        subjectOf((chart) => new WebService(chart, 'api', { image: IMAGE, port: 8080, resources: { cpu } }), environment),
      );
    expect(found(Cpu.units(4), { nodes })).toEqual([]);
    expect(found(Cpu.units(400))).toEqual([]);
  });
});
