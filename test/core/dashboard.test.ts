import { describe, expect, it } from 'vitest';
import { platform } from '../../apps/platform.js';
import { grafanaDashboard, synthesize } from '../../lib/index.js';

const dashboards = synthesize(platform, 'prod').flatMap(({ components }) =>
  components.flatMap((component) => component.dashboards.map((dashboard) => ({ component, dashboard }))),
);

describe('dashboards', () => {
  it('come with every data service', () => {
    expect(dashboards.map(({ component }) => component.name).sort()).toEqual(['cache', 'events', 'orders-db']);
    expect(new Set(dashboards.map(({ dashboard }) => dashboard.name)).size).toBe(dashboards.length);
  });

  it('ask for their own namespace only', () => {
    for (const { dashboard } of dashboards) {
      expect(dashboard.panels.length, dashboard.name).toBeGreaterThan(3);
      for (const { title, queries } of dashboard.panels) {
        for (const { expr } of queries) expect(expr, `${dashboard.name}: ${title}`).toContain('namespace="acme-prod"');
      }
    }
  });

  it('become what Grafana imports: panels side by side, two in a row, each with its queries', () => {
    const dashboard = {
      name: 'shop-orders',
      title: 'Orders',
      panels: [
        {
          title: 'Rate',
          unit: 'ops',
          queries: [
            { expr: 'a', legend: '{{pod}}' },
            { expr: 'b', legend: 'all' },
          ],
        },
        { title: 'Lag', unit: 's', queries: [{ expr: 'c', legend: '' }] },
        { title: 'Size', unit: 'bytes', queries: [{ expr: 'd', legend: '' }] },
      ],
    };
    expect(grafanaDashboard(dashboard)).toMatchObject({
      uid: 'shop-orders',
      title: 'Orders',
      panels: [
        {
          id: 1,
          title: 'Rate',
          gridPos: { x: 0, y: 0 },
          targets: [
            { refId: 'A', expr: 'a', legendFormat: '{{pod}}' },
            { refId: 'B', expr: 'b' },
          ],
        },
        { id: 2, title: 'Lag', gridPos: { x: 12, y: 0 }, fieldConfig: { defaults: { unit: 's' } } },
        { id: 3, title: 'Size', gridPos: { x: 0, y: 8 } },
      ],
    });
  });
});
