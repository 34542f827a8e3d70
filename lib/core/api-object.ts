import { ApiObject, type ApiObjectProps } from 'cdk8s';
import type { Construct } from 'constructs';
import type { KubernetesObject } from './kubernetes.js';

/** A cdk8s object from a literal. cdk8s' types want mutable lists, and change none of ours. */
export const newApiObject = (scope: Construct, id: string, object: KubernetesObject): ApiObject =>
  new ApiObject(scope, id, object as unknown as ApiObjectProps);
