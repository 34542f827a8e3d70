import { ApiObject, JsonPatch } from 'cdk8s';
import type { Construct } from 'constructs';
import { type AppClass, Chart, Component, type Environment } from '../../lib/index.js';

/** Enough for the service to start and to write for some minutes. */
const SIZES_MEBIBYTES = { kafka: 256, postgres: 512, redis: 128 } as const;

/**
 * Gives the members of a set that another application has made a volume that can be full without filling its node's disk:
 * memory, limited by the kernel. It outlives a container, and not a pod.
 */
export const smallVolumes = (service: keyof typeof SIZES_MEBIBYTES, set: string): AppClass =>
  class SmallVolumes extends Chart {
    constructor(scope: Construct, environment: Environment) {
      super(scope, 'small-volumes', environment);
      const component = scope.node.findAll().find((one): one is Component => one instanceof Component && one.name === set);
      if (!component) throw new Error(`there is no component ${set}`);
      ApiObject.of(component.node.findChild('stateful-set')).addJsonPatch(
        JsonPatch.remove('/spec/volumeClaimTemplates'),
        JsonPatch.remove('/spec/persistentVolumeClaimRetentionPolicy'),
        JsonPatch.add('/spec/template/spec/volumes/-', {
          name: 'data',
          emptyDir: { medium: 'Memory', sizeLimit: `${SIZES_MEBIBYTES[service]}Mi` },
        }),
      );
    }
  };
