import { App, Chart as StockChart } from 'cdk8s';
import { describe, expect, it } from 'vitest';
import { Chart, Worker } from '../../lib/index.js';
import { testEnvironment } from '../../lib/testing/index.js';
import { IMAGE } from '../support/apps.js';

describe('a component', () => {
  it('needs a chart with an environment', () => {
    const stock = new StockChart(new App(), 'stock');
    expect(() => new Worker(stock, 'worker', { image: IMAGE })).toThrow('is not below an Evenkeel Chart; pass one as its scope');
  });

  it('belongs to the innermost chart that has an environment', () => {
    const outer = new Chart(new App(), 'outer', testEnvironment);
    const inner = new Chart(outer, 'inner', testEnvironment);
    expect(new Worker(inner, 'worker', { image: IMAGE }).app).toBe('inner');
  });

  it('has its problems told by stock cdk8s, too', () => {
    const app = new App({ outdir: '/nonexistent' });
    new Worker(new Chart(app, 'shop', testEnvironment), 'worker', { image: 'ghcr.io/acme/api' });
    expect(() => app.synth()).toThrow('worker "worker": image ghcr.io/acme/api has no tag');
  });
});
