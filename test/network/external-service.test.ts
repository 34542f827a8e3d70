import { describe, expect, it } from 'vitest';
import { ExternalService, type ExternalServiceProps, Worker } from '../../lib/index.js';
import { IMAGE, refusal, synth } from '../support/apps.js';
import { mainOf, objectsOf, policyOf, variablesOf } from '../support/objects.js';

const minimal: ExternalServiceProps = { host: 'api.example.com', port: 443, cidrs: ['203.0.113.0/24'] };
const used = (props: Partial<ExternalServiceProps> = {}) =>
  synth((chart) => {
    const payments = new ExternalService(chart, 'payments', { ...minimal, ...props });
    new Worker(chart, 'worker', { image: IMAGE, uses: [payments] });
  });

describe('an external service of a host, a port and addresses', () => {
  it('makes nothing by itself', () => {
    expect(
      objectsOf(
        synth((chart) => new ExternalService(chart, 'payments', minimal)),
        'payments',
      ),
    ).toEqual([]);
    expect(objectsOf(used(), 'payments')).toEqual([]);
  });

  it('opens its addresses and port to those who use it', () => {
    expect(policyOf(used(), 'worker-to-payments')).toMatchObject({
      policyTypes: ['Egress'],
      egress: [{ to: [{ ipBlock: { cidr: '203.0.113.0/24' } }], ports: [{ protocol: 'TCP', port: 443 }] }],
    });
  });

  it('gives an https URL, its host and its port', () => {
    expect(variablesOf(mainOf(used(), 'worker'))).toEqual({
      PAYMENTS_URL: 'https://api.example.com:443',
      PAYMENTS_HOST: 'api.example.com',
      PAYMENTS_PORT: '443',
    });
  });

  it('claims nothing, and has nobody woken', () => {
    const component = used().stack.components.find(({ name }) => name === 'payments');
    expect(component).toMatchObject({
      claim: { zones: 0, nodes: 0 },
      alerts: [],
      endpoints: [{ name: 'external', port: 443, protocol: 'tcp' }],
    });
  });
});

describe('an external service with every prop', () => {
  it('has the addresses, the scheme and the names that a client’s documentation asks for', () => {
    const apps = used({ cidrs: ['203.0.113.0/24', '2001:db8::/32'], port: 5432, scheme: 'postgres' });
    expect(variablesOf(mainOf(apps, 'worker')).PAYMENTS_URL).toBe('postgres://api.example.com:5432');
    expect(policyOf(apps, 'worker-to-payments')?.egress?.[0]?.to).toEqual([
      { ipBlock: { cidr: '203.0.113.0/24' } },
      { ipBlock: { cidr: '2001:db8::/32' } },
    ]);
    expect(variablesOf(mainOf(used({ variables: { PGHOST: 'db.example.com' } }), 'worker'))).toEqual({ PGHOST: 'db.example.com' });
  });

  it('can have another prefix', () => {
    const apps = synth((chart) => {
      const payments = new ExternalService(chart, 'payments', minimal);
      new Worker(chart, 'worker', { image: IMAGE, uses: [payments.as('PAY')] });
    });
    expect(Object.keys(variablesOf(mainOf(apps, 'worker')))).toEqual(['PAY_URL', 'PAY_HOST', 'PAY_PORT']);
  });
});

describe('an external service', () => {
  it('is refused without addresses', () => {
    expect(refusal((chart) => new ExternalService(chart, 'payments', { ...minimal, cidrs: [] }))).toEqual([
      '[test] external-service "payments": cidrs is empty, so nobody could reach it; give the ranges of its addresses',
    ]);
  });

  it.each(['api.example.com', '203.0.113.1', '203.0.113.0/33'])('is refused with an address that is no range: %s', (cidr) => {
    expect(refusal((chart) => new ExternalService(chart, 'payments', { ...minimal, cidrs: [cidr] })).join()).toMatch(
      /external-service "payments".*cidr/,
    );
  });
});
