import { describe, expect, it } from 'vitest';
import { podRequests } from '../../lib/check/pods.js';
import type { Container } from '../../lib/index.js';

const container = (name: string, cpu: string, memory: string, restartPolicy?: string): Container => ({
  name,
  restartPolicy,
  resources: { requests: { cpu, memory } },
});

describe('what a pod requests', () => {
  it('is the sum of its containers', () => {
    expect(podRequests({ containers: [container('a', '100m', '64Mi'), container('b', '1', '1Gi')] })).toEqual({
      cpuMillis: 1100,
      memoryMebibytes: 1088,
    });
  });

  it('is an init container where that asks for more, in each resource by itself', () => {
    const initContainers = [container('small', '10m', '512Mi'), container('large', '500m', '8Mi')];
    expect(podRequests({ containers: [container('a', '100m', '64Mi')], initContainers })).toEqual({ cpuMillis: 500, memoryMebibytes: 512 });
  });

  it('counts sidecars beside the containers, and beside the init containers after them', () => {
    const sidecar = container('proxy', '100m', '100Mi', 'Always');
    const init = container('init', '300m', '10Mi');
    const containers = [container('a', '100m', '64Mi')];
    expect(podRequests({ containers, initContainers: [sidecar, init] })).toEqual({ cpuMillis: 400, memoryMebibytes: 164 });
    expect(podRequests({ containers, initContainers: [init, sidecar] })).toEqual({ cpuMillis: 300, memoryMebibytes: 164 });
  });

  it('is nothing where nothing is said', () => {
    expect(podRequests({ containers: [{ name: 'a' }] })).toEqual({ cpuMillis: 0, memoryMebibytes: 0 });
  });
});
