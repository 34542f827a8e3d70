import { describe, expect, it } from 'vitest';
import { selectors } from '../../lib/check/selectors.js';
import { type Chart, type KubernetesObject, ScheduledTask, WebService, type WebServiceProps, Worker } from '../../lib/index.js';
import { IMAGE } from '../support/apps.js';
import { sentencesOf, subjectOf } from './example.js';

const found = (build: (chart: Chart) => unknown) => sentencesOf(selectors, subjectOf(build));
const service = (chart: Chart, patch: WebServiceProps['patch'] = {}, name = 'api') =>
  new WebService(chart, name, { image: IMAGE, port: 8080, patch });
const NAME = 'app.kubernetes.io/name';
const INSTANCE = 'app.kubernetes.io/instance';

describe('the selector of a Service', () => {
  it('is refused where it matches nothing, with what the pods have', () => {
    expect(found((chart) => service(chart, { service: { spec: { selector: { [NAME]: 'apii' } } } }))).toEqual([
      'web-service "api": the selector of Service "api" matches no pods (app.kubernetes.io/instance=api, app.kubernetes.io/name=apii); ' +
        'its own pods have app.kubernetes.io/instance=api, app.kubernetes.io/name=api',
    ]);
  });

  it('is refused where it matches the pods of another component', () => {
    const others = (chart: Chart) => {
      service(chart, { service: { spec: { selector: { [NAME]: null, [INSTANCE]: null, 'app.kubernetes.io/part-of': 'shop' } } } });
      new Worker(chart, 'worker', { image: IMAGE });
      new ScheduledTask(chart, 'report', { image: IMAGE, schedule: '0 3 * * *' });
    };
    expect(found(others)).toEqual([
      'web-service "api": the selector of Service "api" also matches the pods of Deployment "worker" of "worker" and of 1 more; select by app.kubernetes.io/name and instance',
    ]);
  });

  it('may be left out, and then finds nobody', () => {
    expect(found((chart) => service(chart, { service: { spec: { selector: null } } }))).toEqual([]);
  });

  it('may name labels that controllers add to each pod', () => {
    const selector = { 'statefulset.kubernetes.io/pod-name': 'api-0' };
    expect(found((chart) => service(chart, { service: { spec: { selector } } }))).toEqual([]);
  });

  it('may name the role that a member gets, and never that of pods which say another', () => {
    const behind = (selector: Record<string, string>) => found((chart) => service(chart, { service: { spec: { selector } } }));
    expect(behind({ role: 'primary' })).toEqual([]);
    const webs = (role: string) => (chart: Chart) => {
      const labelled = { deployment: { spec: { template: { metadata: { labels: { role: 'web' } } } } } };
      service(chart, { ...labelled, service: { spec: { selector: { role } } } });
    };
    expect(found(webs('web'))).toEqual([]);
    expect(found(webs('worker')).join()).toContain('the selector of Service "api" matches no pods');
  });
});

describe('the versions of a service', () => {
  const image = 'ghcr.io/acme/api:2.0.0';
  it('may stand behind its Service, and only there', () => {
    for (const active of ['blue', 'green'] as const) {
      expect(found((chart) => new WebService(chart, 'api', { image: IMAGE, port: 8080, blueGreen: { green: image, active } }))).toEqual([]);
    }
    const canary = { image, weight: 10 };
    expect(found((chart) => new WebService(chart, 'api', { image: IMAGE, port: 8080, canary, route: { host: 'shop' } }))).toEqual([]);
  });

  it('never have the main one’s pods behind theirs', () => {
    const stealing = (chart: Chart) => {
      const api = new WebService(chart, 'api', { image: IMAGE, port: 8080 });
      const nested = new WebService(api, 'api-canary', { image: IMAGE, port: 8080 });
      nested.add('thief', { apiVersion: 'v1', kind: 'Service', metadata: { name: 'thief' }, spec: { selector: { [INSTANCE]: 'api' } } });
    };
    expect(found(stealing)).toEqual([
      'web-service "api-canary": the selector of Service "thief" also matches the pods of Deployment "api" of "api"; select by app.kubernetes.io/name and instance',
    ]);
  });
});

describe('the selector of a disruption budget', () => {
  it('is refused where it matches the pods of another component', () => {
    const selector = { matchExpressions: [{ key: NAME, operator: 'In', values: ['api', 'other'] }], matchLabels: null };
    expect(
      found((chart) => {
        service(chart, { podDisruptionBudget: { spec: { selector } } });
        service(chart, {}, 'other');
      }),
    ).toEqual([
      'web-service "api": the selector of PodDisruptionBudget "api" also matches the pods of Deployment "other" of "other"; select by app.kubernetes.io/name and instance',
    ]);
  });
});

describe('the selector of a controller', () => {
  const selecting = (matchLabels: Record<string, string | null>) => ({ deployment: { spec: { selector: { matchLabels } } } });

  it('is refused where it does not match its own pods', () => {
    expect(found((chart) => service(chart, selecting({ [NAME]: 'apii' })))).toEqual([
      'web-service "api": the selector of Deployment "api" matches no pods (app.kubernetes.io/instance=api, app.kubernetes.io/name=apii); ' +
        'its own pods have app.kubernetes.io/instance=api, app.kubernetes.io/name=api',
    ]);
  });

  it('is refused where it matches another controller’s, even of its own component', () => {
    const object: KubernetesObject & { readonly spec: object } = {
      apiVersion: 'apps/v1',
      kind: 'StatefulSet',
      metadata: { name: 'cache' },
      spec: {
        selector: { matchLabels: { [NAME]: 'cache' } },
        template: { metadata: { labels: { [NAME]: 'cache', [INSTANCE]: 'api' } }, spec: { containers: [{ name: 'cache' }] } },
      },
    };
    expect(found((chart) => service(chart, selecting({ [NAME]: null })).add('cache', object))).toEqual([
      'web-service "api": the selector of Deployment "api" also matches the pods of StatefulSet "cache" of "api"; select by app.kubernetes.io/name and instance',
    ]);
    expect(found((chart) => service(chart).add('cache', object))).toEqual([]);
  });
});

describe('what spreads pods and keeps them apart', () => {
  const podSpec = (spec: object) => ({ deployment: { spec: { template: { spec } } } });
  const labelSelector = { matchLabels: { [NAME]: 'worker' } };
  const term = { topologyKey: 'kubernetes.io/hostname', labelSelector };

  it('is refused where it counts nobody, or somebody else', () => {
    const spread = podSpec({
      topologySpreadConstraints: [{ maxSkew: 1, topologyKey: 'zone', whenUnsatisfiable: 'DoNotSchedule', labelSelector }],
    });
    expect(found((chart) => service(chart, spread))).toEqual([
      'web-service "api": the selector of the topologySpreadConstraints of Deployment "api" matches no pods (app.kubernetes.io/name=worker); its own pods have app.kubernetes.io/name=api',
    ]);
    const apart = podSpec({ affinity: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [term] } } });
    const both = (chart: Chart) => {
      service(chart, apart);
      new Worker(chart, 'worker', { image: IMAGE });
    };
    expect(found(both)).toEqual([
      'web-service "api": the selector of the podAntiAffinity of Deployment "api" also matches the pods of Deployment "worker" of "worker"; select by app.kubernetes.io/name and instance',
    ]);
  });

  it('may look at other namespaces', () => {
    const elsewhere = { ...term, namespaces: ['monitoring'] };
    const apart = podSpec({ affinity: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [elsewhere] } } });
    expect(found((chart) => service(chart, apart))).toEqual([]);
  });
});
