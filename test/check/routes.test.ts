import { describe, expect, it } from 'vitest';
import { type Chart, type Route, WebService } from '../../lib/index.js';
import { IMAGE, refusal, synth } from '../support/apps.js';

const both = (one: Route, other: Route) => (chart: Chart) => {
  new WebService(chart, 'api', { image: IMAGE, port: 8080, route: one });
  new WebService(chart, 'pages', { image: IMAGE, port: 8080, route: other });
};

describe('two routes', () => {
  it('for the same requests are refused, once for each pair', () => {
    expect(refusal(both({ host: 'shop', paths: ['/a', '/b'] }, { host: 'shop', paths: ['/a', '/b'] }))).toEqual([
      '[test] web-service "pages": HTTPRoute "pages" asks for shop.example.com/b, and so does HTTPRoute "api" of "api"; give one of them another host or path',
    ]);
    const network = { ingress: { className: 'traefik', namespace: 'traefik' } };
    expect(refusal(both({ host: 'shop' }, { host: 'shop' }), { network })).toEqual([
      '[test] web-service "pages": Ingress "pages" asks for shop.example.com/, and so does Ingress "api" of "api"; give one of them another host or path',
    ]);
  });

  it('for others are fine: another host, path or header', () => {
    for (const other of [{ host: 'www' }, { host: 'shop', paths: ['/b'] }, { host: 'shop', matches: [{ headers: { beta: 'yes' } }] }]) {
      expect(synth(both({ host: 'shop', paths: ['/a'] }, other)).all('HTTPRoute')).toHaveLength(2);
    }
  });

  it('of one service over TLS are two listeners', () => {
    const build = (chart: Chart) => new WebService(chart, 'api', { image: IMAGE, port: 8080, route: { host: 'shop', tls: 'gateway' } });
    expect(synth(build).all('HTTPRoute')).toHaveLength(2);
  });
});
