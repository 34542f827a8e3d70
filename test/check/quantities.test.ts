import { Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import { expect, it } from 'vitest';
import { nodeSize } from '../../lib/check/node-size.js';
import { quantities } from '../../lib/check/quantities.js';
import { type Container, type KubernetesObject, WebService } from '../../lib/index.js';
import { IMAGE } from '../support/apps.js';
import { sentencesOf, subjectOf } from './example.js';

const RULE = 'write a number, alone or with one of n, u, m, k, M, G, T, P, E, Ki, Mi, Gi, Ti, Pi, Ei or an exponent: 500m, 1.5Gi, 1e3';
const subject = (resources: Container['resources'], beside?: KubernetesObject & { readonly spec: object }) =>
  subjectOf(
    (chart) => {
      const volumes = [{ name: 'scratch', mountPath: '/scratch', emptyDir: { sizeLimit: '1GB' } }];
      const sidecars = [{ name: 'proxy', image: IMAGE, resources }];
      const api = new WebService(chart, 'api', { image: IMAGE, port: 8080, sidecars, volumes: beside ? volumes : [] });
      if (beside) api.add('beside', beside);
    },
    { nodes: { perZone: 1, cpu: Cpu.units(64), memory: Size.tebibytes(1) } },
  );

it('an amount that Kubernetes does not read is refused, and counts as nothing elsewhere', () => {
  const broken = subject({ requests: { cpu: '1 core', memory: '64Mi' }, limits: { memory: '64MB', 'example.com/gpu': 'one' } });
  const told = (field: string, amount: string) =>
    `web-service "api": ${field} of container "proxy" of Deployment "api" is "${amount}", which is no quantity; ${RULE}`;
  expect(sentencesOf(quantities, broken)).toEqual([
    told('requests.cpu', '1 core'),
    told('limits.example.com/gpu', 'one'),
    told('limits.memory', '64MB'),
  ]);
  expect(sentencesOf(nodeSize, broken)).toEqual([]);
});

it('so is the size of a volume, in a pod or of a claim', () => {
  const claim = (storage: string) => ({ metadata: { name: 'data' }, spec: { resources: { requests: { storage } } } });
  const set = {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name: 'db' },
    spec: { volumeClaimTemplates: [claim('10GB'), claim('10G')] },
  };
  expect(sentencesOf(quantities, subject({}, set))).toEqual([
    `web-service "api": sizeLimit of volume "scratch" of Deployment "api" is "1GB", which is no quantity; ${RULE}`,
    `web-service "api": requests.storage of claim "data" of StatefulSet "db" is "10GB", which is no quantity; ${RULE}`,
  ]);
});
