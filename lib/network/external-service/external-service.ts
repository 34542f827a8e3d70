import type { Construct } from 'constructs';
import { Component, type Endpoint } from '../../core/component.js';
import { type Connectable, Connection } from '../../core/connection.js';
import { isCidr } from '../../core/environment.schema.js';
import { variablePrefix } from '../../core/names.js';
import type { ExternalServiceProps } from './external-service.props.js';

/**
 * Something outside the cluster that workloads connect to: it makes no pods, only the addresses that network policies
 * open for those who use it.
 *
 * @example
 * const payments = new ExternalService(this, 'payments', { host: 'api.example.com', port: 443, cidrs: ['203.0.113.0/24'] });
 * new WebService(this, 'api', { image, port: 8080, uses: [payments] });   // PAYMENTS_URL=https://api.example.com:443
 */
export class ExternalService extends Component implements Connectable {
  readonly endpoints: readonly Endpoint[];
  readonly alerts = [];
  readonly claim = { zones: 0, nodes: 0 } as const;

  constructor(
    scope: Construct,
    name: string,
    readonly props: ExternalServiceProps,
  ) {
    super(scope, name, { kind: 'external-service', stage: 'configuration' });
    this.endpoints = [{ name: 'external', port: props.port, protocol: 'tcp' }];
    if (props.cidrs.length === 0) this.report('cidrs is empty, so nobody could reach it; give the ranges of its addresses');
    for (const cidr of props.cidrs.filter((cidr) => !isCidr(cidr))) {
      this.report(`cidrs has ranges such as 203.0.113.0/24 or 203.0.113.1/32 (got ${cidr}); look the host's addresses up`);
    }
  }

  connection(): Connection {
    const { host, port, cidrs, scheme = 'https', variables } = this.props;
    return new Connection({
      target: this,
      prefix: variables ? undefined : variablePrefix(this.name),
      variables: variables ?? { URL: `${scheme}://${host}:${port}`, HOST: host, PORT: String(port) },
      at: { cidrs },
      ports: [port],
      waitFor: { host, port },
    });
  }

  /** The connection with another prefix for its variables. */
  as(prefix: string): Connection {
    return this.connection().as(prefix);
  }
}
