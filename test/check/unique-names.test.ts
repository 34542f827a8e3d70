import { describe, expect, it } from 'vitest';
import { type AppClass, Secret, WebService, Worker } from '../../lib/index.js';
import { synthesizeApps } from '../../lib/testing/index.js';
import { appOf, IMAGE, problemsOf, refusal } from '../support/apps.js';

const refused = (...apps: readonly AppClass[]) => problemsOf(() => synthesizeApps(apps));

describe('two components of one name', () => {
  it('are refused in one application', () => {
    expect(
      refusal((chart) => {
        new WebService(chart, 'api', { image: IMAGE, port: 8080 });
        new Worker(chart, 'api', { image: IMAGE });
      }),
    ).toEqual([
      '[test] worker "api" of app "shop" has the name of web-service "api" of app "shop"; all apps of an environment share its namespace, so rename one',
    ]);
  });

  it('are refused in two applications, with both of them named', () => {
    const problems = refused(
      appOf((chart) => new WebService(chart, 'api', { image: IMAGE, port: 8080 }), 'shop'),
      appOf((chart) => new Worker(chart, 'api', { image: IMAGE }), 'billing'),
    );
    expect(problems[0]).toBe(
      '[test] worker "api" of app "billing" has the name of web-service "api" of app "shop"; all apps of an environment share its namespace, so rename one',
    );
  });

  it('are told in one sentence, not in one for each object of theirs', () => {
    const api = (id: string) => appOf((chart) => new Worker(chart, 'api', { image: IMAGE }), id);
    expect(refused(api('shop'), api('billing'))).toHaveLength(1);
  });

  it('are each told with the first', () => {
    const worker = (id: string) => appOf((chart) => new Worker(chart, 'api', { image: IMAGE }), id);
    const problems = refused(worker('a'), worker('b'), worker('c')).filter((problem) => problem.includes('has the name of'));
    expect(problems.map((problem) => /of app "(\w)" has the name of worker "api" of app "(\w)"/.exec(problem)?.slice(1))).toEqual([
      ['b', 'a'],
      ['c', 'a'],
    ]);
  });
});

describe('two objects of one name', () => {
  it('are refused when two components make them', () => {
    expect(
      refusal((chart) => {
        const last = new WebService(chart, 'c', { image: IMAGE, port: 8080 });
        const middle = new WebService(chart, 'b-to-c', { image: IMAGE, port: 8080 });
        new Worker(chart, 'a', { image: IMAGE, uses: [middle] });
        new Worker(chart, 'a-to-b', { image: IMAGE, uses: [last] });
      }),
    ).toEqual(['[test] NetworkPolicy "a-to-b-to-c" is made by both "a" and "a-to-b"; rename one of them']);
  });

  it('are refused when a store would write the Secret of another component', () => {
    expect(
      refusal((chart) => {
        new Worker(chart, 'api', { image: IMAGE, env: { A: Secret.external({ store: 'vault', key: 'a' }) } });
        new Worker(chart, 'api-vault', { image: IMAGE, env: { B: Secret.derived('b') } });
      }).join(),
    ).toContain('api-vault');
  });
});
