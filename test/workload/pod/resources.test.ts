import { Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import { describe, expect, it } from 'vitest';
import { type Environment, type Resources, WebService, Worker } from '../../../lib/index.js';
import { IMAGE, refusal, synth } from '../../support/apps.js';
import { mainOf, podOf } from '../../support/objects.js';

const resourcesOf = (resources: Resources = {}, sizes?: Environment['sizes']) =>
  mainOf(
    synth((chart) => new WebService(chart, 'api', { image: IMAGE, port: 8080, resources }), { sizes }),
    'api',
  ).resources;

describe('resources', () => {
  it('are always requested, with a memory limit of half as much again and no CPU limit', () => {
    expect(resourcesOf()).toEqual({
      requests: { cpu: '50m', memory: '64Mi', 'ephemeral-storage': '64Mi' },
      limits: { memory: '96Mi', 'ephemeral-storage': '256Mi' },
    });
  });

  it('have the limits that are given', () => {
    expect(
      resourcesOf({ cpu: Cpu.units(1), cpuLimit: Cpu.units(2), memory: Size.gibibytes(1), memoryLimit: Size.gibibytes(3) }),
    ).toMatchObject({
      requests: { cpu: '1000m', memory: '1024Mi' },
      limits: { cpu: '2000m', memory: '3072Mi' },
    });
  });

  it('shrink with the size policy of the environment, request and limit alike', () => {
    expect(resourcesOf({ cpu: Cpu.millis(200), cpuLimit: Cpu.millis(400) }, { cpu: 0.5, memory: 0.75 })).toMatchObject({
      requests: { cpu: '100m', memory: '48Mi', 'ephemeral-storage': '64Mi' },
      limits: { cpu: '200m', memory: '72Mi', 'ephemeral-storage': '256Mi' },
    });
  });

  it('never shrink below 10m and 32Mi', () => {
    expect(resourcesOf({ cpuLimit: Cpu.millis(100) }, { cpu: 0.01, memory: 0.01 })).toMatchObject({
      requests: { cpu: '10m', memory: '32Mi' },
      limits: { cpu: '10m', memory: '32Mi' },
    });
  });

  it('grow where the size policy says so', () => {
    expect(resourcesOf({}, { cpu: 2, memory: 2 })).toMatchObject({
      requests: { cpu: '100m', memory: '128Mi' },
      limits: { memory: '192Mi' },
    });
  });

  it('of containers beside the main one are the defaults, and can be given', () => {
    const given = { requests: { cpu: '1m', memory: '1Mi' }, limits: { memory: '2Mi' } };
    const apps = synth((chart) => {
      new Worker(chart, 'worker', {
        image: IMAGE,
        containers: [
          { name: 'default', image: IMAGE },
          { name: 'given', image: IMAGE, resources: given },
        ],
      });
    });
    expect(podOf(apps, 'worker').containers.map(({ resources }) => resources)).toEqual([
      mainOf(apps, 'worker').resources,
      mainOf(apps, 'worker').resources,
      given,
    ]);
  });

  it('are refused with a memory limit below the request, which the API server would refuse', () => {
    const resources = { memory: Size.mebibytes(256), memoryLimit: Size.mebibytes(128) };
    const [problem, ...others] = refusal((chart) => new WebService(chart, 'api', { image: IMAGE, port: 8080, resources }));
    expect(problem).toMatch(/web-service "api".*memoryLimit.*128.*256/);
    expect(others).toEqual([]);
  });

  it('are refused with a CPU limit below the request', () => {
    const resources = { cpu: Cpu.millis(500), cpuLimit: Cpu.millis(100) };
    expect(refusal((chart) => new WebService(chart, 'api', { image: IMAGE, port: 8080, resources })).join()).toMatch(
      /web-service "api".*cpuLimit.*100.*500/,
    );
  });
});
