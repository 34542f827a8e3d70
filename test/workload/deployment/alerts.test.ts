import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { platform } from '../../../apps/platform.js';
import {
  type Alert,
  type Component,
  ExternalService,
  MigrationTask,
  ScheduledTask,
  synthesize,
  WebService,
  Worker,
} from '../../../lib/index.js';
import { IMAGE, synth } from '../../support/apps.js';
import { ROOT } from '../../support/files.js';

/** One of each component, and the reference platform's own. */
const components = [
  ...synth((chart) => {
    new WebService(chart, 'api', { image: IMAGE, port: 8080 });
    new WebService(chart, 'scaled', { image: IMAGE, port: 8080, scaling: { min: 2, max: 4 } });
    new Worker(chart, 'worker', { image: IMAGE, scaling: { min: 2, max: 4 } });
    new ScheduledTask(chart, 'report', { image: IMAGE, schedule: '0 3 * * *' });
    new MigrationTask(chart, 'migrate', { image: IMAGE });
    new ExternalService(chart, 'payments', { host: 'api.example.com', port: 443, cidrs: ['203.0.113.0/24'] });
  }).stack.components,
  ...synthesize(platform).flatMap((stack) => stack.components),
];
const alerts: readonly (readonly [Component, Alert])[] = components.flatMap((component) =>
  component.alerts.map((alert) => [component, alert] as const),
);
const namesOf = (component: string) => components.find(({ name }) => name === component)?.alerts.map(({ name }) => name);

/** A heading's anchor as GitHub makes it. */
const anchor = (heading: string) =>
  heading
    .toLowerCase()
    .replaceAll(/[^\w\- ]/g, '')
    .replaceAll(' ', '-');

describe('alerts', () => {
  it('of a replicated workload tell missing replicas, stuck rollouts, crashes and memory', () => {
    const replicated = ['WorkloadReplicasMissing', 'WorkloadRolloutStuck', 'WorkloadCrashLooping', 'WorkloadOutOfMemory'];
    expect(namesOf('api')).toEqual(replicated);
    expect(namesOf('scaled')).toEqual([...replicated, 'ScalerAtMaximum', 'ScalerBlind']);
    expect(namesOf('worker')).toEqual([...replicated, 'ScalerAtMaximum', 'ScalerBlind']);
  });

  it('have one name each within a component', () => {
    for (const { name, alerts } of components) {
      expect(new Set(alerts.map((alert) => alert.name)).size, name).toBe(alerts.length);
    }
  });

  it('have a valid severity, a duration, and a summary in a few plain words', () => {
    for (const [, alert] of alerts) {
      expect(alert.severity, alert.name).toMatch(/^(critical|warning)$/);
      expect(alert.for, alert.name).toMatch(/^\d+[smh]$/);
      expect(alert.name).toMatch(/^[A-Z][A-Za-z]+$/);
      expect(alert.summary, alert.name).toMatch(/^([a-z]|KEDA |PgBouncer |PostgreSQL |Patroni |Redis |Kafka ).*[^.]$/);
    }
  });

  it('look at their own namespace and component only', () => {
    for (const [{ name, environment }, alert] of alerts) {
      const selectors = [...alert.expr.matchAll(/\{([^}]*)\}/g)].map(([, selector]) => selector);
      expect(selectors.length, alert.name).toBeGreaterThan(0);
      for (const selector of selectors) {
        expect(selector).toContain(`namespace="${environment.namespace}"`);
        expect(selector).toMatch(new RegExp(`"(data-|keda-hpa-)?${name}("|-)`));
      }
    }
  });

  it.each([...new Set(alerts.map(([, alert]) => alert.runbook))])('have a runbook at %s', (runbook) => {
    const [file = '', wanted] = runbook.split('#');
    expect(existsSync(join(ROOT, file)), `${file} exists`).toBe(true);
    const anchors = readFileSync(join(ROOT, file), 'utf8')
      .split('\n')
      .filter((line) => line.startsWith('#'))
      .map((line) => line.replace(/^#+\s+/, '').trim())
      .map(anchor);
    expect(anchors).toContain(wanted);
  });
});
