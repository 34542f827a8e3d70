import { k8s } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { describe, expect, it } from 'vitest';
import { CHECKS } from '../../lib/check/index.js';
import { type AppClass, Chart, type ChartOptions, type Environment, WebService } from '../../lib/index.js';
import { synthesizeApps } from '../../lib/testing/index.js';
import { IMAGE, problemsOf } from '../support/apps.js';

const labels = { app: 'legacy' };
const probe = (path: string) => ({ httpGet: { path, port: k8s.IntOrString.fromString('http') } });
const container = (liveness: string): k8s.Container => ({
  name: 'legacy',
  image: IMAGE,
  ports: [{ name: 'http', containerPort: 8080 }],
  envFrom: [{ configMapRef: { name: 'settings' } }],
  readinessProbe: probe('/ready'),
  livenessProbe: probe(liveness),
});

/** A chart as cdk8s' own documentation writes them: no component in it, and an id for each kind of object. */
const legacy = (options: ChartOptions = {}, liveness = '/healthz', name = 'legacy', selector: Record<string, string> = labels): AppClass =>
  class extends Chart {
    constructor(scope: Construct, environment: Environment) {
      super(scope, name, environment, options);
      new k8s.KubeConfigMap(this, 'config', { metadata: { name: 'settings' }, data: { theme: 'dark' } });
      new k8s.KubeDeployment(this, 'deployment', {
        metadata: { name: 'legacy' },
        spec: {
          replicas: 2,
          selector: { matchLabels: labels },
          template: { metadata: { labels }, spec: { containers: [container(liveness)] } },
        },
      });
      new k8s.KubeService(this, 'service', {
        metadata: { name: 'legacy' },
        spec: { selector, ports: [{ port: 80, targetPort: k8s.IntOrString.fromString('http') }] },
      });
      new k8s.KubePodDisruptionBudget(this, 'pdb', {
        metadata: { name: 'legacy' },
        spec: { selector: { matchLabels: labels }, maxUnavailable: k8s.IntOrString.fromNumber(1) },
      });
      new k8s.KubeNetworkPolicy(this, 'policy', { metadata: { name: 'legacy' }, spec: { podSelector: { matchLabels: labels } } });
    }
  };

/** An application of components, one of which has the name of a plain construct. */
class Shop extends Chart {
  constructor(scope: Construct, environment: Environment) {
    super(scope, 'shop', environment);
    new WebService(this, 'deployment', { image: IMAGE, port: 8080 });
  }
}

const SAME =
  '"deployment": readiness and liveness of container "legacy" ask the same (GET /ready on port http), so a slow dependency would restart it; let liveness ask the process alone';

describe('objects that stand in a chart without a component', () => {
  it('belong together, whatever their ids, and belong to no component of another chart', () => {
    expect(synthesizeApps([legacy()]).stack.accepted).toEqual([]);
    expect(synthesizeApps([legacy(), Shop]).stack.accepted).toEqual([]);
    expect(problemsOf(() => synthesizeApps([Shop, legacy({}, '/ready')]))).toEqual([`[test] ${SAME}`]);
  });

  it('are foreign to a component’s', () => {
    const shops = { 'app.kubernetes.io/name': 'deployment' };
    expect(problemsOf(() => synthesizeApps([Shop, legacy({}, '/healthz', 'legacy', shops)]))).toContain(
      '[test] "service": the selector of Service "legacy" also matches the pods of Deployment "deployment" of "deployment"; select by app.kubernetes.io/name and instance',
    );
  });
});

describe('a chart', () => {
  const accept = { probes: 'it keeps no connections' };

  it('may accept what is found in such objects', () => {
    expect(synthesizeApps([legacy({ accept }, '/ready')]).stack.accepted).toEqual([
      { check: 'probes', app: 'legacy', component: 'deployment', reason: accept.probes, findings: [SAME] },
    ]);
  });

  it('accepts nothing in another chart, nor for a component', () => {
    class Other extends Chart {
      constructor(scope: Construct, environment: Environment) {
        super(scope, 'other', environment, { accept });
        new WebService(this, 'api', { image: IMAGE, port: 8080, probes: { liveness: { handler: { http: '/readyz' } } } });
      }
    }
    expect(problemsOf(() => synthesizeApps([Other, legacy({}, '/ready')]))).toEqual([
      expect.stringMatching(/^\[test\] web-service "api": readiness and liveness/),
      `[test] ${SAME}`,
    ]);
  });

  it('is refused an exception for no check, for one that always stops a run, and without a reason', () => {
    const allowed = CHECKS.flatMap(({ id, acceptable }) => (acceptable ? [id] : [])).join(', ');
    expect(problemsOf(() => synthesizeApps([legacy({ accept: { drian: 'x', quota: 'x', drain: '' } })]))).toEqual([
      `[test] app "legacy": accept names "drian", which is no check; use one of ${allowed}`,
      `[test] app "legacy": accept names "quota", whose findings always stop a run; mend them (only ${allowed} can be accepted)`,
      '[test] app "legacy": accept gives no reason for "drain"; write why it is meant to be',
    ]);
  });

  it('keeps the environment’s namespace beside other options', () => {
    expect(synthesizeApps([legacy({ accept }, '/ready')]).get('Service', 'legacy').metadata.namespace).toBe('test');
  });
});
