import { isClusterScoped } from '../core/kubernetes.js';
import type { Check } from './check.js';

export const scope: Check = {
  id: 'scope',
  title: "An environment's objects are in its namespace, and none but the Namespace is cluster-scoped",
  run({ environment, manifests }) {
    if (!environment) return [];
    return manifests.flatMap(({ component, object: { kind, metadata } }) => {
      if (kind === 'Namespace') {
        return metadata.name === environment.namespace
          ? []
          : [`"${component}": an environment has one Namespace, ${environment.namespace} (got ${metadata.name}); remove it`];
      }
      if (isClusterScoped(kind)) {
        return [
          `"${component}": ${kind} "${metadata.name}" is cluster-scoped and would be shared by every environment; put it into the cluster stack`,
        ];
      }
      return metadata.namespace === environment.namespace
        ? []
        : [
            `"${component}": ${kind} "${metadata.name}" is in namespace ${metadata.namespace}; an environment writes to ${environment.namespace} only`,
          ];
    });
  },
};
