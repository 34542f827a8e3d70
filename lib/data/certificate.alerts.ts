import type { Alert, Component } from '../core/component.js';

const RUNBOOK = 'docs/runbooks/data.md';
const DAY_SECONDS = 86_400;

/**
 * For a certificate of `addCertificate`, measured in its Secret by x509-certificate-exporter, whoever issued it. It is
 * renewed 30 days before its end; three weeks, as cert-manager's own mixin has them, leave room for a late `up`.
 */
export function certificateAlerts(component: Component, secret: string): Alert[] {
  const { environment, kind, name } = component;
  const left = `x509_cert_not_after{secret_namespace="${environment.namespace}",secret_name="${secret}",secret_key="tls.crt"} - time()`;
  return [
    {
      name: 'CertificateNotRenewed',
      expr: `${left} < ${21 * DAY_SECONDS}`,
      for: '1h',
      severity: 'warning',
      summary: `certificate ${secret} of ${kind} ${name} expires within three weeks and has not been renewed`,
      runbook: `${RUNBOOK}#certificatenotrenewed`,
    },
    {
      name: 'CertificateAboutToExpire',
      expr: `${left} < ${3 * DAY_SECONDS}`,
      for: '10m',
      severity: 'critical',
      summary: `certificate ${secret} of ${kind} ${name} expires within three days: clients will refuse ${name}`,
      runbook: `${RUNBOOK}#certificateabouttoexpire`,
    },
  ];
}
