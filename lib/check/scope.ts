import { isClusterScoped } from '../core/kubernetes.js';
import type { Check, Finding } from './check.js';

export const scope: Check = {
  id: 'scope',
  title: "An environment's objects are in its namespace, and none but the Namespace is cluster-scoped",
  acceptable: false,
  examples: {
    bad: `const api = new WebService(chart, 'api', { image, port: 8080 });
api.add('reader', { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', metadata: { name: 'reader' } });`,
    good: `const api = new WebService(chart, 'api', { image, port: 8080 });
api.add('reader', { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'Role', metadata: { name: 'reader' } });`,
  },
  run({ environment, manifests }) {
    if (!environment) return [];
    return manifests.flatMap(({ component, object }): Finding[] => {
      const { kind, metadata } = object;
      const found = (sentence: string) => [{ component, problem: `"${component}": ${sentence}` }];
      if (kind === 'Namespace') {
        return metadata.name === environment.namespace
          ? []
          : found(`an environment has one Namespace, ${environment.namespace} (got ${metadata.name}); remove it`);
      }
      if (isClusterScoped(object)) {
        return found(
          `${kind} "${metadata.name}" is cluster-scoped and would be shared by every environment; put it into the cluster stack (clusterApps)`,
        );
      }
      return metadata.namespace === environment.namespace
        ? []
        : found(`${kind} "${metadata.name}" is in namespace ${metadata.namespace}; an environment writes to ${environment.namespace} only`);
    });
  },
};
