import type { Container, KubernetesObject, PodSpec } from '../core/kubernetes.js';
import { isQuantity, QUANTITIES } from '../core/quantities.js';
import type { Check } from './check.js';
import { type Claim, claimsOf } from './claims.js';
import { called, finding } from './findings.js';
import { podSpecOf } from './pods.js';

export const quantities: Check = {
  id: 'quantities',
  title: 'Every request, limit and size is a quantity as Kubernetes writes it',
  acceptable: false,
  examples: {
    bad: `const sidecars = [{ name: 'proxy', image, resources: { requests: { memory: '64MB' } } }];
new WebService(chart, 'api', { image, port: 8080, sidecars });`,
    good: `const sidecars = [{ name: 'proxy', image, resources: { requests: { memory: '64M' } } }];
new WebService(chart, 'api', { image, port: 8080, sidecars });`,
  },
  run: (subject) =>
    subject.manifests.flatMap((manifest) =>
      amountsOf(manifest.object)
        .filter(({ amount }) => !isQuantity(String(amount)))
        .map(({ what, amount }) =>
          finding(subject, manifest, `${what} of ${called(manifest.object)} is "${amount}", which is no quantity; write ${QUANTITIES}`),
        ),
    ),
};

interface Amount {
  readonly what: string;
  readonly amount: number | string;
}

const amountsOf = (object: KubernetesObject): Amount[] => {
  const pod = podSpecOf(object);
  return [...(pod ? inPod(pod) : []), ...claimsOf(object).flatMap(inClaim)];
};

const inPod = ({ containers, initContainers = [], volumes = [] }: PodSpec): Amount[] => [
  ...[...initContainers, ...containers].flatMap(inContainer),
  ...volumes.flatMap(({ name, emptyDir }) =>
    emptyDir?.sizeLimit === undefined ? [] : [{ what: `sizeLimit of volume "${name}"`, amount: emptyDir.sizeLimit }],
  ),
];

const inContainer = ({ name, resources: { requests = {}, limits = {} } = {} }: Container): Amount[] =>
  Object.entries({ requests, limits }).flatMap(([field, amounts]) =>
    Object.entries(amounts).map(([resource, amount]) => ({ what: `${field}.${resource} of container "${name}"`, amount })),
  );

const inClaim = ({ name, storage }: Claim): Amount[] =>
  storage === undefined ? [] : [{ what: `requests.storage of claim "${name}"`, amount: storage }];
