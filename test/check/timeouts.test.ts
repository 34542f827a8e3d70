import { Duration } from 'cdk8s';
import { describe, expect, it } from 'vitest';
import { timeouts } from '../../lib/check/timeouts.js';
import { type Chart, ExternalService, MigrationTask, ScheduledTask, WebService, type WebServiceProps } from '../../lib/index.js';
import { IMAGE } from '../support/apps.js';
import { sentencesOf, subjectOf } from './example.js';

const payments = (chart: Chart) =>
  new ExternalService(chart, 'payments', { host: 'pay.example.com', port: 443, cidrs: ['203.0.113.0/24'] });
const found = (build: (chart: Chart) => unknown) => sentencesOf(timeouts, subjectOf(build));
const served = (props: Partial<WebServiceProps>) => found((chart) => new WebService(chart, 'api', { image: IMAGE, port: 8080, ...props }));
const deadline = (seconds: number) => ({ progressDeadline: Duration.seconds(seconds) });

describe('the progress deadline', () => {
  // 30 × 2 (startup) + 5 + 2 × 5 (readiness) + 5 (ready)
  it('is refused below what the probes and the least time ready take', () => {
    expect(served({ rollout: deadline(79) })).toEqual([
      'web-service "api": rollout.progressDeadline of 79 s is below the 80 s that startup, readiness and minReady take; raise it or shorten the probes',
    ]);
    expect(served({ rollout: deadline(80) })).toEqual([]);
  });

  it('is refused below what the wait for connections takes besides', () => {
    const waiting = (seconds: number) =>
      found((chart) => {
        const uses = [payments(chart)];
        new WebService(chart, 'api', {
          image: IMAGE,
          port: 8080,
          uses,
          waitForConnections: Duration.minutes(2),
          rollout: deadline(seconds),
        });
      });
    expect(waiting(199)).toEqual([
      'web-service "api": rollout.progressDeadline of 199 s is below the 200 s that waiting for connections, startup, readiness and minReady take; raise it or shorten the probes',
    ]);
    expect(waiting(200)).toEqual([]);
  });

  it('follows the slowest of the containers', () => {
    const readinessProbe = { tcpSocket: { port: 5000 }, periodSeconds: 50, failureThreshold: 2 };
    const containers = [{ name: 'slow', image: IMAGE, readinessProbe }];
    expect(served({ containers, rollout: deadline(104) })).toEqual([expect.stringContaining('is below the 105 s')]);
  });

  it('is ten minutes where a patch removes it', () => {
    const probes = { startup: { failures: 300 } };
    expect(served({ probes, patch: { deployment: { spec: { progressDeadlineSeconds: null } } } })).toEqual([
      expect.stringContaining('rollout.progressDeadline of 600 s is below the 620 s'),
    ]);
  });
});

describe('a grace period', () => {
  const graceOf = (terminationGracePeriodSeconds: number) =>
    served({ patch: { deployment: { spec: { template: { spec: { terminationGracePeriodSeconds } } } } } });

  it('is refused where preStop and the time to shut down use it up', () => {
    expect(graceOf(30)).toEqual([
      'web-service "api": container "api" has 10 s of preStop and 20 s to shut down in a grace period of 30 s, and is killed before it has ended; raise terminationGracePeriodSeconds above 30',
    ]);
    expect(graceOf(31)).toEqual([]);
  });

  it('may be nothing where nothing is done', () => {
    const patch = { deployment: { spec: { template: { spec: { terminationGracePeriodSeconds: 0 } } } } };
    expect(served({ shutdown: { drain: Duration.seconds(0), timeout: Duration.seconds(0) }, patch })).toEqual([]);
  });
});

describe('the deadline of a task', () => {
  const waiting = (deadline: Duration) => (chart: Chart) => {
    const common = { image: IMAGE, uses: [payments(chart)], waitForConnections: Duration.minutes(5), deadline };
    new MigrationTask(chart, 'migrate', common);
    new ScheduledTask(chart, 'report', { ...common, schedule: '0 3 * * *' });
  };

  it('is refused where the task may wait as long for its connections', () => {
    const sentence =
      'it may wait for its connections for 300 s, and is ended after 300 s (deadline); raise deadline above waitForConnections';
    expect(found(waiting(Duration.minutes(5)))).toEqual([`migration-task "migrate": ${sentence}`, `scheduled-task "report": ${sentence}`]);
    expect(found(waiting(Duration.minutes(6)))).toEqual([]);
  });
});
