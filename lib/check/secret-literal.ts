import type { ConfigMap, Container, KubernetesObject } from '../core/kubernetes.js';
import type { Check } from './check.js';
import { componentsByName } from './findings.js';
import { podSpecOf } from './pods.js';

const SECRET_NAME = /(PASSWORD|PASSWD|PASSPHRASE|(^|_)(SECRET|TOKEN|CREDENTIALS?|(API|PRIVATE|ACCESS|SECRET)_?KEY))$/i;
/** A private key, a cloud key, or a URL with a password in it. */
const SECRET_VALUE = /-----BEGIN [A-Z ]*PRIVATE KEY-----|\bAKIA[0-9A-Z]{16}\b|:\/\/[^/\s:@]+:[^/\s@$]+@/;

export const secretLiteral: Check = {
  id: 'secret-literal',
  title: 'No secret stands in reviewed YAML: not in variables, arguments or configuration',
  acceptable: true,
  examples: {
    bad: "new WebService(chart, 'api', { image, port: 8080, env: { SMTP_PASSWORD: 'hunter2' } });",
    good: "new WebService(chart, 'api', { image, port: 8080, env: { SMTP_PASSWORD: Secret.fromConfig('smtp-password') } });",
  },
  run({ environment, components, manifests }) {
    if (!environment) return [];
    const owners = componentsByName(components);
    return manifests.flatMap(({ component, object }) =>
      literals(object).map(({ where, key, why }) => ({
        component,
        problem: sentence(`${owners.get(component)?.kind ?? 'component'} "${component}"`, environment.name, where, key, why),
      })),
    );
  },
};

interface Literal {
  readonly where: string;
  readonly key: string;
  readonly why: string;
}
const BY_VALUE = 'its value looks like a credential';
const BY_NAME = 'its name says that it is one';

function literals(object: KubernetesObject): Literal[] {
  if (object.kind === 'ConfigMap') {
    const files = Object.entries((object as ConfigMap).data ?? {});
    return files.flatMap(([file, content]) =>
      SECRET_VALUE.test(content) ? [{ where: `config file ${file}`, key: file, why: BY_VALUE }] : [],
    );
  }
  const pod = podSpecOf(object);
  return pod ? [...(pod.initContainers ?? []), ...pod.containers].flatMap(inContainer) : [];
}

function inContainer({ env = [], args = [], command = [] }: Container): Literal[] {
  return [
    ...env.flatMap(({ name, value }) => {
      const why = !value ? undefined : SECRET_VALUE.test(value) ? BY_VALUE : SECRET_NAME.test(name) ? BY_NAME : undefined;
      return why ? [{ where: `env ${name}`, key: name, why }] : [];
    }),
    ...[...command, ...args].flatMap((word, index) =>
      SECRET_VALUE.test(word) ? [{ where: `argument ${index + 1}`, key: 'credential', why: BY_VALUE }] : [],
    ),
  ];
}

function sentence(component: string, environment: string, where: string, name: string, why: string): string {
  const key = name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
  return (
    `${component}: ${where} is a secret given as a literal (${why}), and would stand in reviewed YAML; ` +
    `use Secret.fromConfig('${key}') and run: pulumi config set --secret ${key} --stack ${environment}`
  );
}
