/** As many services by the constructs of cdk8s-plus-28, as its documentation writes them, and `app.synth()`. */
import { App, Chart, YamlOutputType } from 'cdk8s';
import {
  ConfigMap,
  Cpu,
  Deployment,
  EnvValue,
  HorizontalPodAutoscaler,
  Ingress,
  IngressBackend,
  Metric,
  MetricTarget,
  NetworkPolicy,
  ServiceAccount,
  Volume,
} from 'cdk8s-plus-28';
import { CHARTS, SERVICES } from './services.js';

const app = new App({ outdir: process.argv[2], yamlOutputType: YamlOutputType.FILE_PER_RESOURCE });
for (let number = 0; number < CHARTS; number++) {
  const chart = new Chart(app, `chart-${number}`, { namespace: 'bench', disableResourceNameHashes: true });
  for (let i = 0; i < SERVICES / CHARTS; i++) addService(chart, number * (SERVICES / CHARTS) + i);
}
app.synth();

function addService(chart: Chart, index: number): void {
  const name = `service-${index}`;
  const config = new ConfigMap(chart, `${name}-config`, { data: { 'settings.json': JSON.stringify({ index }) } });
  const deployment = new Deployment(chart, name, { serviceAccount: new ServiceAccount(chart, `${name}-account`) });
  const container = deployment.addContainer({
    image: `ghcr.io/acme/service:1.${index}`,
    portNumber: 8080,
    resources: { cpu: { request: Cpu.millis(50) } },
    envVariables: { INDEX: EnvValue.fromValue(String(index)) },
  });
  container.mount('/etc/service', Volume.fromConfigMap(chart, `${name}-volume`, config));
  const service = deployment.exposeViaService({ name });
  new HorizontalPodAutoscaler(chart, `${name}-scaler`, {
    target: deployment,
    maxReplicas: 12,
    metrics: [Metric.resourceCpu(MetricTarget.averageUtilization(70))],
  });
  new Ingress(chart, `${name}-route`, { rules: [{ host: `${name}.example.com`, backend: IngressBackend.fromService(service) }] });
  new NetworkPolicy(chart, `${name}-policy`, { selector: deployment });
}
