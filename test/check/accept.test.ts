import type { Construct } from 'constructs';
import { describe, expect, it } from 'vitest';
import { CHECKS } from '../../lib/check/index.js';
import {
  Chart,
  type Environment,
  KafkaCluster,
  ScheduledTask,
  synthesize,
  WebService,
  type WebServiceProps,
  Worker,
} from '../../lib/index.js';
import { testEnvironment } from '../../lib/testing/index.js';
import { appOf, IMAGE, problemsOf, refusal, synth } from '../support/apps.js';

const ACCEPTABLE = CHECKS.flatMap(({ id, acceptable }) => (acceptable ? [id] : []));
const refused = (accept: WebServiceProps['accept'], env: WebServiceProps['env'] = {}) =>
  refusal((chart) => new WebService(chart, 'api', { image: IMAGE, port: 8080, accept, env }));

describe('a finding that a component accepts', () => {
  it('no longer stops the run, and is told with the reason', () => {
    const { stack } = synth((chart) => {
      const env = { TOKEN: 'EUR', SECRET: 'recipe' };
      new WebService(chart, 'api', { image: IMAGE, port: 8080, env, accept: { 'secret-literal': 'words of our trade' } });
      new Worker(chart, 'worker', { image: IMAGE, accept: { 'secret-literal': 'none at the moment' } });
    });
    const literal = (variable: string, key: string) =>
      `web-service "api": env ${variable} is a secret given as a literal (its name says that it is one), and would stand in reviewed YAML; ` +
      `use Secret.fromConfig('${key}') and run: pulumi config set --secret ${key} --stack test`;
    expect(stack.accepted).toEqual([
      {
        check: 'secret-literal',
        app: 'shop',
        component: 'api',
        reason: 'words of our trade',
        findings: [literal('TOKEN', 'token'), literal('SECRET', 'secret')],
      },
    ]);
  });

  it('may be one of its parts', () => {
    const { stack } = synth(
      (chart) => new KafkaCluster(chart, 'events', { topics: [], accept: { survival: 'two zones are all there is' } }),
      {
        tier: 'production',
        zones: ['a', 'b'],
      },
    );
    expect(stack.accepted.map(({ component, reason }) => [component, reason])).toEqual([
      ['events-controller', 'two zones are all there is'],
      ['events-broker', 'two zones are all there is'],
    ]);
  });

  it('still stops it in other components, and for other checks', () => {
    const problems = refusal((chart) => {
      const env = { TOKEN: 'EUR' };
      new Worker(chart, 'one', { image: IMAGE, env, accept: { 'secret-literal': 'a currency' } });
      new Worker(chart, 'two', { image: IMAGE, env, accept: { probes: 'a currency' } });
    });
    expect(problems).toEqual([expect.stringMatching(/^\[test\] worker "two": env TOKEN/)]);
  });
});

describe('an exception that accepts nothing', () => {
  const staging = { ...testEnvironment, name: 'staging', namespace: 'staging' };
  const inBoth = (withToken: 'staging' | 'none', accept: WebServiceProps['accept'], only?: string) => {
    const app = appOf((chart) => {
      const token = chart.environment.name === withToken ? { env: { TOKEN: 'EUR' } } : {};
      new WebService(chart, 'api', { image: IMAGE, port: 8080, accept, ...token });
    });
    return synthesize({ clusters: [{ name: 'test' }], environments: [testEnvironment, staging], apps: [app] }, only);
  };
  const accept = { 'secret-literal': 'a currency' };
  const problem = '[test, staging] web-service "api": accept gives a reason for "secret-literal", which finds nothing to accept; remove it';

  it('in any stack is refused', () => {
    expect(problemsOf(() => inBoth('none', accept))).toEqual([problem]);
  });

  it('in one stack may accept something in another', () => {
    const [one, other] = inBoth('staging', accept);
    expect([one?.accepted.length, other?.accepted.length]).toEqual([0, 1]);
  });

  it('is not known to where one stack alone is built', () => {
    expect(inBoth('none', accept, 'test')).toHaveLength(1);
  });

  it('may be one for a change, which is over once it is committed', () => {
    expect(inBoth('none', { immutable: 'recreated by hand', transition: 'at night' })).toHaveLength(3);
  });

  it('is a chart’s too, which does not accept for its components', () => {
    class Other extends Chart {
      constructor(scope: Construct, environment: Environment) {
        super(scope, 'other', environment, { accept });
        new WebService(this, 'api', { image: IMAGE, port: 8080, env: { TOKEN: 'EUR' }, accept });
      }
    }
    const platform = { clusters: [{ name: 'test' }], environments: [testEnvironment], apps: [Other] };
    expect(problemsOf(() => synthesize(platform))).toEqual([
      '[test] app "other": accept gives a reason for "secret-literal", which finds nothing to accept; remove it',
    ]);
  });
});

describe('an exception is refused', () => {
  it('for a check that there is none of, with those that there are', () => {
    expect(refused({ drian: 'once a year' })).toEqual([
      `[test] web-service "api": accept names "drian", which is no check; use one of ${ACCEPTABLE.join(', ')}`,
    ]);
    expect(ACCEPTABLE).toEqual(expect.arrayContaining(['drain', 'timeouts', 'immutable']));
  });

  it.each(CHECKS.filter(({ acceptable }) => !acceptable).map(({ id }) => id))('for a check that always stops a run: %s', (id) => {
    expect(refused({ [id]: 'once a year' })).toEqual([
      `[test] web-service "api": accept names "${id}", whose findings always stop a run; mend them (only ${ACCEPTABLE.join(', ')} can be accepted)`,
    ]);
  });

  it.each(['', ' \n'])('without a reason, and accepts nothing: %j', (reason) => {
    const problems = refused({ 'secret-literal': reason }, { TOKEN: 'EUR' });
    expect(problems).toEqual([
      '[test] web-service "api": accept gives no reason for "secret-literal"; write why it is meant to be',
      expect.stringMatching(/^\[test\] web-service "api": env TOKEN is a secret/),
    ]);
  });

  it('in every kind of component', () => {
    const accept = { all: 'of them' };
    expect(refusal((chart) => new ScheduledTask(chart, 'report', { image: IMAGE, schedule: '0 3 * * *', accept })).join()).toContain(
      'scheduled-task "report": accept names "all"',
    );
  });
});
