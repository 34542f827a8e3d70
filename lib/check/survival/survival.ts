import type { Check, Subject } from '../check.js';
import { finding, ownerOf } from '../findings.js';
import { shapeOf } from './cluster.js';
import { survivalProblems } from './problems.js';
import { type Survival, survive } from './survive.js';
import { type Workload, workloadsOf } from './workloads.js';

export const survival: Check = {
  id: 'survival',
  title: 'A component survives what it claims to, wherever the scheduler puts its pods: any zone or node lost, any node drained',
  acceptable: true,
  examples: {
    bad: `new WebService(chart, 'api', {
  image,
  port: 8080,
  patch: { deployment: { spec: { template: { spec: { topologySpreadConstraints: null } } } } },
});`,
    good: "new WebService(chart, 'api', { image, port: 8080 });",
  },
  run(subject) {
    if (!subject.environment) return [];
    return workloadsOf(subject.manifests).flatMap((workload) => {
      const component = ownerOf(subject, workload);
      if (!component || component.claim.zones + component.claim.nodes === 0) return [];
      return survivalProblems(component, workload).map((sentence) => finding(subject, workload, sentence));
    });
  },
};

/** Every workload of an environment that runs at all times, and what stays of it after each fault, claimed or not. */
export const survivalOf = ({ environment, manifests }: Subject): readonly (Survival & { readonly workload: Workload })[] =>
  environment ? workloadsOf(manifests).map((workload) => ({ workload, ...survive(workload, shapeOf(environment)) })) : [];
