import { describe, expect, it } from 'vitest';
import { routeHosts } from '../../lib/network/route/index.js';

const hostsOf = (kind: string, spec?: object) => routeHosts({ apiVersion: 'v1', kind, metadata: { name: 'a' }, ...(spec && { spec }) });

describe('the hosts of a route', () => {
  it('are those that it names', () => {
    expect(hostsOf('HTTPRoute', { hostnames: ['a.example.com', 'b.example.com'] })).toEqual(['a.example.com', 'b.example.com']);
    expect(hostsOf('Ingress', { rules: [{ host: 'a.example.com' }, { http: { paths: [] } }] })).toEqual(['a.example.com']);
  });

  it('are none where it names none, whoever made it', () => {
    for (const kind of ['HTTPRoute', 'GRPCRoute', 'Ingress', 'Service']) {
      expect(hostsOf(kind, {})).toEqual([]);
      expect(hostsOf(kind)).toEqual([]);
    }
  });
});
