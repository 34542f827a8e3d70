import { Duration, Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import { describe, expect, it } from 'vitest';
import {
  type HorizontalPodAutoscaler,
  type NetworkPolicy,
  type PodDisruptionBudget,
  Secret,
  type Service,
  WebService,
} from '../../lib/index.js';
import type { testEnvironment } from '../../lib/testing/index.js';
import { IMAGE, refusal, synth } from '../support/apps.js';
import { deploymentOf, first, mainOf, objectsOf, podOf, policyOf, variablesOf } from '../support/objects.js';

const minimal = () => synth((chart) => new WebService(chart, 'api', { image: IMAGE, port: 8080 }));

describe('a web service of an image and a port', () => {
  it('makes an account, a Deployment, a Service, a disruption budget and the scrape policy, and nothing else', () => {
    expect(objectsOf(minimal(), 'api')).toEqual([
      'Deployment/api',
      'NetworkPolicy/api-from-network.metrics',
      'PodDisruptionBudget/api',
      'Service/api',
      'ServiceAccount/api',
    ]);
  });

  it('runs three pods of the image in production, named after the component', () => {
    const { spec, metadata } = deploymentOf(minimal(), 'api');
    expect(metadata.name).toBe('api');
    expect(spec.replicas).toBe(3);
    expect(mainOf(minimal(), 'api')).toMatchObject({ name: 'api', image: IMAGE });
  });

  it('listens on its own port and on 9090 for metrics', () => {
    expect(mainOf(minimal(), 'api').ports).toEqual([
      { name: 'http', containerPort: 8080 },
      { name: 'metrics', containerPort: 9090 },
    ]);
  });

  it('has a cluster Service that selects its pods and never offers the metrics port', () => {
    expect(minimal().get<Service>('Service', 'api').spec).toEqual({
      type: 'ClusterIP',
      selector: { 'app.kubernetes.io/name': 'api', 'app.kubernetes.io/instance': 'api' },
      ports: [{ name: 'http', port: 8080, targetPort: 'http', appProtocol: 'http', protocol: 'TCP' }],
    });
  });

  it('carries the recommended labels, and the version only outside of selectors', () => {
    const labels = {
      'app.kubernetes.io/name': 'api',
      'app.kubernetes.io/instance': 'api',
      'app.kubernetes.io/component': 'web-service',
      'app.kubernetes.io/part-of': 'shop',
      'app.kubernetes.io/managed-by': 'evenkeel',
      'app.kubernetes.io/version': '1.4.2',
    };
    const { metadata, spec } = deploymentOf(minimal(), 'api');
    expect(metadata.labels).toEqual(labels);
    expect(spec.template.metadata.labels).toEqual(labels);
    expect(spec.selector.matchLabels).toEqual({ 'app.kubernetes.io/name': 'api', 'app.kubernetes.io/instance': 'api' });
  });

  it('says what it listens on and what it survives', () => {
    const component = minimal().stack.components.find(({ name }) => name === 'api');
    expect(component?.endpoints).toEqual([{ name: 'http', port: 8080, protocol: 'http' }]);
    expect(component?.claim).toEqual({ zones: 1, nodes: 1 });
  });
});

describe('a web service with every prop', () => {
  const apps = synth((chart) => {
    const orders = new WebService(chart, 'orders', { image: IMAGE, port: 8081 });
    new WebService(chart, 'api', {
      image: 'ghcr.io/acme/api:2.0.0',
      port: 8443,
      protocol: 'http',
      expose: 'load-balancer',
      route: { host: 'shop', paths: ['/api', '/v1'] },
      command: ['/bin/api'],
      args: ['--orders=$(ORDERS_URL)'],
      env: { LEVEL: 'info', STRIPE_KEY: Secret.fromConfig('stripe') },
      uses: [orders],
      waitForConnections: Duration.minutes(1),
      config: { mountPath: '/etc/api', files: { 'a.json': '{}' } },
      resources: {
        cpu: Cpu.millis(200),
        cpuLimit: Cpu.units(1),
        memory: Size.mebibytes(128),
        memoryLimit: Size.mebibytes(512),
        ephemeralStorage: Size.mebibytes(100),
      },
      user: 65532,
      volumes: [{ name: 'scratch', emptyDir: { sizeLimit: '1Gi' }, mountPath: '/scratch', subPath: 'a', readOnly: false }],
      sidecars: [{ name: 'proxy', image: 'ghcr.io/acme/proxy:1.0.0' }],
      containers: [{ name: 'exporter', image: 'ghcr.io/acme/exporter:1.0.0', ports: [{ containerPort: 9100 }] }],
      initContainers: [{ name: 'prepare', image: 'ghcr.io/acme/prepare:1.0.0' }],
      nodeSelector: { 'kubernetes.io/arch': 'amd64' },
      tolerations: [{ key: 'dedicated', operator: 'Exists' }],
      priority: 'evenkeel-data',
      kubernetesApi: [{ apiGroups: [''], resources: ['configmaps'], verbs: ['get'] }],
      scaling: { min: 4, max: 10, cpu: 60, memory: 80, scaleDownAfter: Duration.minutes(10) },
      probes: {
        startup: { failures: 50, period: Duration.seconds(1) },
        readiness: { handler: { http: '/ready', port: 8444 }, failures: 3 },
        liveness: { handler: { exec: ['/bin/live'] }, timeout: Duration.seconds(9) },
      },
      shutdown: { drain: Duration.seconds(15), timeout: Duration.seconds(45) },
      rollout: { minReady: Duration.seconds(12), progressDeadline: Duration.minutes(20) },
      metrics: { port: 9191, path: '/stats' },
      patch: {
        service: { spec: { sessionAffinity: 'ClientIP' } },
        route: { metadata: { annotations: { note: 'patched' } } },
        deployment: { spec: { revisionHistoryLimit: 2 } },
        podDisruptionBudget: { spec: { maxUnavailable: 2 } },
        horizontalPodAutoscaler: { spec: { maxReplicas: 11 } },
      },
    });
  });
  const pod = podOf(apps, 'api');

  it('makes an object for each of them', () => {
    expect(objectsOf(apps, 'api')).toEqual([
      'ConfigMap/api',
      'Deployment/api',
      'HTTPRoute/api',
      'HorizontalPodAutoscaler/api',
      'NetworkPolicy/api-from-network.anywhere',
      'NetworkPolicy/api-from-network.gateway',
      'NetworkPolicy/api-from-network.metrics',
      'NetworkPolicy/api-to-network.api-server',
      'NetworkPolicy/api-to-orders',
      'PodDisruptionBudget/api',
      'Role/api',
      'RoleBinding/api',
      'Secret/api',
      'Service/api',
      'ServiceAccount/api',
    ]);
  });

  it('runs the command with the arguments and variables, those of connections first', () => {
    const main = mainOf(apps, 'api');
    expect(main.command).toEqual(['/bin/api']);
    expect(main.args).toEqual(['--orders=$(ORDERS_URL)']);
    expect(Object.keys(variablesOf(main))).toEqual(['ORDERS_URL', 'ORDERS_HOST', 'ORDERS_PORT', 'LEVEL', 'STRIPE_KEY']);
    expect(variablesOf(main)).toMatchObject({ LEVEL: 'info', STRIPE_KEY: 'Secret/api/stripe-key', ORDERS_URL: 'http://orders:8081' });
  });

  it('puts the wait, then its own init containers, then the sidecars before the main container', () => {
    expect(pod.initContainers?.map(({ name, restartPolicy }) => [name, restartPolicy])).toEqual([
      ['wait-for-connections', undefined],
      ['prepare', undefined],
      ['proxy', 'Always'],
    ]);
    expect(pod.containers.map(({ name }) => name)).toEqual(['api', 'exporter']);
  });

  it('gives every container beside the main one the restricted security context, resources and a pull policy', () => {
    for (const container of [...(pod.initContainers ?? []), ...pod.containers]) {
      expect(container.securityContext, container.name).toEqual({
        allowPrivilegeEscalation: false,
        capabilities: { drop: ['ALL'] },
        readOnlyRootFilesystem: true,
      });
      expect(Object.keys(container.resources?.requests ?? {}).sort(), container.name).toEqual(['cpu', 'ephemeral-storage', 'memory']);
      expect(container.resources?.limits, container.name).toHaveProperty('memory');
      expect(container.imagePullPolicy, container.name).toBe('Always');
    }
  });

  it('mounts the configuration, the token and the volumes beside /tmp', () => {
    expect(mainOf(apps, 'api').volumeMounts).toEqual([
      { name: 'tmp', mountPath: '/tmp' },
      { name: 'config', mountPath: '/etc/api', readOnly: true },
      { name: 'kubernetes-api', mountPath: '/var/run/secrets/kubernetes.io/serviceaccount', readOnly: true },
      { name: 'scratch', mountPath: '/scratch', subPath: 'a', readOnly: false },
    ]);
    expect(pod.volumes?.map(({ name }) => name)).toEqual(['tmp', 'config', 'kubernetes-api', 'scratch']);
    expect(pod.volumes?.at(-1)).toEqual({ name: 'scratch', emptyDir: { sizeLimit: '1Gi' } });
  });

  it('goes where it is told, with the priority and user it is told', () => {
    expect(pod.nodeSelector).toEqual({ 'kubernetes.io/arch': 'amd64' });
    expect(pod.tolerations).toHaveLength(3);
    expect(pod.tolerations?.at(-1)).toEqual({ key: 'dedicated', operator: 'Exists' });
    expect(pod.priorityClassName).toBe('evenkeel-data');
    expect(pod.securityContext).toMatchObject({ runAsUser: 65532, runAsGroup: 65532, fsGroup: 65532 });
  });

  it('takes the numbers of probes, shutdown, rollout and scaling as they are given', () => {
    const main = mainOf(apps, 'api');
    expect(main.startupProbe).toEqual({ exec: { command: ['/bin/live'] }, periodSeconds: 1, timeoutSeconds: 2, failureThreshold: 50 });
    expect(main.readinessProbe).toEqual({
      httpGet: { path: '/ready', port: 8444 },
      initialDelaySeconds: 5,
      periodSeconds: 5,
      timeoutSeconds: 3,
      failureThreshold: 3,
    });
    expect(main.livenessProbe).toEqual({ exec: { command: ['/bin/live'] }, periodSeconds: 10, timeoutSeconds: 9, failureThreshold: 6 });
    expect(main.lifecycle).toEqual({ preStop: { sleep: { seconds: 15 } } });
    expect(pod.terminationGracePeriodSeconds).toBe(65);
    expect(deploymentOf(apps, 'api').spec).toMatchObject({
      minReadySeconds: 12,
      progressDeadlineSeconds: 1200,
      revisionHistoryLimit: 2,
      strategy: { rollingUpdate: { maxUnavailable: 0, maxSurge: '25%' } },
    });
    expect(apps.get<HorizontalPodAutoscaler>('HorizontalPodAutoscaler', 'api').spec).toMatchObject({ minReplicas: 4, maxReplicas: 11 });
  });

  it('takes the resources as they are given', () => {
    expect(mainOf(apps, 'api').resources).toEqual({
      requests: { cpu: '200m', memory: '128Mi', 'ephemeral-storage': '100Mi' },
      limits: { cpu: '1000m', memory: '512Mi', 'ephemeral-storage': '400Mi' },
    });
  });

  it('applies every patch to its object', () => {
    expect(apps.get<Service>('Service', 'api').spec).toMatchObject({ sessionAffinity: 'ClientIP', type: 'LoadBalancer' });
    expect(apps.get('HTTPRoute', 'api').metadata.annotations).toEqual({ note: 'patched' });
    expect(apps.get<PodDisruptionBudget>('PodDisruptionBudget', 'api').spec.maxUnavailable).toBe(2);
  });

  it('is scraped on the metrics port that it names', () => {
    expect(first(policyOf(apps, 'api-from-network.metrics')?.ingress).ports).toEqual([{ protocol: 'TCP', port: 9191 }]);
    expect(mainOf(apps, 'api').ports).toContainEqual({ name: 'metrics', containerPort: 9191 });
  });
});

describe('a web service that speaks gRPC', () => {
  const apps = synth((chart) => {
    const prices = new WebService(chart, 'prices', { image: IMAGE, port: 9000, protocol: 'grpc' });
    new WebService(chart, 'api', { image: IMAGE, port: 8080, uses: [prices] });
  });

  it('gives clients every pod to balance over, over HTTP/2 without TLS', () => {
    const { spec } = apps.get<Service>('Service', 'prices');
    expect(spec).toMatchObject({ type: 'ClusterIP', clusterIP: 'None' });
    expect(spec?.ports).toEqual([{ name: 'grpc', port: 9000, targetPort: 'grpc', appProtocol: 'kubernetes.io/h2c', protocol: 'TCP' }]);
  });

  it('is found by the resolver that sees all addresses', () => {
    expect(variablesOf(mainOf(apps, 'api'))).toEqual({ PRICES_URL: 'dns:///prices:9000', PRICES_HOST: 'prices', PRICES_PORT: '9000' });
  });

  it('can have one address all the same', () => {
    const cluster = synth((chart) => new WebService(chart, 'prices', { image: IMAGE, port: 9000, protocol: 'grpc', expose: 'cluster' }));
    expect(cluster.get<Service>('Service', 'prices').spec?.clusterIP).toBeUndefined();
  });
});

describe('what a web service claims to survive', () => {
  const claimOf = (scaling: { replicas: number } | { min: number; max: number }, environment: Partial<typeof testEnvironment> = {}) =>
    synth((chart) => new WebService(chart, 'api', { image: IMAGE, port: 8080, scaling }), environment).stack.components.find(
      ({ name }) => name === 'api',
    )?.claim;

  it.each([
    ['a zone and a node with two replicas in three zones', { replicas: 2 }, {}, { zones: 1, nodes: 1 }],
    ['a node alone in one zone', { replicas: 2 }, { zones: ['a'] }, { zones: 0, nodes: 1 }],
    ['nothing with one replica', { replicas: 1 }, {}, { zones: 0, nodes: 0 }],
    ['nothing where a scaler may go down to one', { min: 1, max: 4 }, {}, { zones: 0, nodes: 0 }],
    ['a zone and a node where a scaler keeps two', { min: 2, max: 4 }, {}, { zones: 1, nodes: 1 }],
    ['nothing in staging', { replicas: 3 }, { tier: 'staging' as const }, { zones: 0, nodes: 0 }],
  ])('is %s', (_, scaling, environment, claim) => {
    expect(claimOf(scaling, environment)).toEqual(claim);
  });
});

describe('a load balancer', () => {
  it('lets clients from outside through the closed network, which else drops all of them', () => {
    const apps = synth((chart) => new WebService(chart, 'api', { image: IMAGE, port: 8080, expose: 'load-balancer', metrics: 'none' }));
    const open = apps
      .all<NetworkPolicy>('NetworkPolicy')
      .filter(({ spec }) => spec?.podSelector.matchLabels?.['app.kubernetes.io/name'] === 'api' && spec.policyTypes?.includes('Ingress'));
    expect(open.flatMap(({ spec }) => spec?.ingress ?? []).flatMap(({ ports }) => ports ?? [])).toEqual([{ protocol: 'TCP', port: 8080 }]);
  });
});

describe('ports of a web service', () => {
  it('are refused when the metrics port is its own', () => {
    expect(refusal((chart) => new WebService(chart, 'api', { image: IMAGE, port: 9090 }))).toEqual([
      '[test] web-service "api": port 9090 is used twice, by http and metrics; give one of them another port',
    ]);
  });

  it('are refused when a container beside it has the same', () => {
    const sidecars = [{ name: 'proxy', image: IMAGE, ports: [{ containerPort: 8080 }] }];
    expect(refusal((chart) => new WebService(chart, 'api', { image: IMAGE, port: 8080, sidecars }))).toEqual([
      '[test] web-service "api": port 8080 is used twice, by http and container proxy; give one of them another port',
    ]);
  });

  it('may be 9090 where it has no metrics', () => {
    const apps = synth((chart) => new WebService(chart, 'api', { image: IMAGE, port: 9090, metrics: 'none' }));
    expect(mainOf(apps, 'api').ports).toEqual([{ name: 'http', containerPort: 9090 }]);
    expect(apps.all('NetworkPolicy').map(({ metadata }) => metadata.name)).not.toContain('api-from-network.metrics');
  });

  it.each([80, 1023, 65536, 8080.5])('are refused when a user other than root cannot listen there: %d', (port) => {
    expect(refusal((chart) => new WebService(chart, 'api', { image: IMAGE, port }))).toEqual([
      `[test] web-service "api": port ${port} (http) is not one that a user other than root may listen on; use 1024 to 65535`,
    ]);
  });

  it.each([1024, 65535])('reach from 1024 to 65535: %d', (port) => {
    expect(
      mainOf(
        synth((chart) => new WebService(chart, 'api', { image: IMAGE, port })),
        'api',
      ).ports,
    ).toContainEqual({
      name: 'http',
      containerPort: port,
    });
  });
});
