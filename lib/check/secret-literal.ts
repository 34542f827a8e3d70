import type { ConfigMap, Container, KubernetesObject, Secret } from '../core/kubernetes.js';
import { SECRET_SOURCE } from '../core/secrets.js';
import type { Check } from './check.js';
import { ownerOf } from './findings.js';
import { podSpecOf } from './pods.js';

const SECRET_NAME = /(PASSWORD|PASSWD|PASSPHRASE|(^|_)(SECRET|TOKEN|CREDENTIALS?|(API|PRIVATE|ACCESS|SECRET)_?KEY))$/i;
/** A variable whose value is another's: Kubernetes puts that in, and it is judged where it is given. */
const REFERENCE = /^\$\([-._A-Za-z][-._A-Za-z0-9]*\)$/;
/** A private key, a cloud key, or a URL with a password in it. */
const SECRET_VALUE = /-----BEGIN [A-Z ]*PRIVATE KEY-----|\bAKIA[0-9A-Z]{16}\b|:\/\/[^/\s:@]+:[^/\s@$]+@/;

export const secretLiteral: Check = {
  id: 'secret-literal',
  title: 'No secret stands in reviewed YAML: not in variables, arguments, configuration or the data of a Secret',
  acceptable: true,
  examples: {
    bad: "new WebService(chart, 'api', { image, port: 8080, env: { SMTP_PASSWORD: 'hunter2' } });",
    good: "new WebService(chart, 'api', { image, port: 8080, env: { SMTP_PASSWORD: Secret.fromConfig('smtp-password') } });",
  },
  run(subject) {
    const { environment, manifests } = subject;
    return manifests.flatMap(({ app, component, object }) =>
      literals(object).map(({ where, key, why }) => ({
        app,
        component,
        problem: sentence(
          `${ownerOf(subject, { app, component })?.kind ?? 'component'} "${component}"`,
          environment?.name,
          where,
          key,
          why,
        ),
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
const BY_KIND = 'all that a Secret holds is';

function literals(object: KubernetesObject): Literal[] {
  if (object.kind === 'ConfigMap') {
    const files = Object.entries((object as ConfigMap).data ?? {});
    return files.flatMap(([file, content]) => {
      const why = reason(file.replaceAll(/[-.]/g, '_'), content);
      return why ? [{ where: `config file ${file}`, key: file, why }] : [];
    });
  }
  if (object.kind === 'Secret' && object.apiVersion === 'v1') {
    const { data = {}, stringData = {}, metadata } = object as Secret;
    const keys = [...Object.keys(data), ...Object.keys(stringData)];
    return keys.map((key) => ({ where: `${key} of Secret "${metadata.name}"`, key, why: BY_KIND }));
  }
  const pod = podSpecOf(object);
  return pod ? [...(pod.initContainers ?? []), ...pod.containers].flatMap(inContainer) : [];
}

function reason(name: string, value: string | undefined): string | undefined {
  if (!value) return undefined;
  if (SECRET_VALUE.test(value)) return BY_VALUE;
  return SECRET_NAME.test(name) ? BY_NAME : undefined;
}

function inContainer({ env = [], args = [], command = [] }: Container): Literal[] {
  return [
    ...env.flatMap(({ name, value }) => {
      const why = value !== undefined && REFERENCE.test(value) ? undefined : reason(name, value);
      return why ? [{ where: `env ${name}`, key: name, why }] : [];
    }),
    ...[...command, ...args].flatMap((word, index) =>
      SECRET_VALUE.test(word) ? [{ where: `argument ${index + 1}`, key: 'credential', why: BY_VALUE }] : [],
    ),
  ];
}

/** The stack of a cluster has no components that could make references. */
function sentence(component: string, environment: string | undefined, where: string, name: string, why: string): string {
  const key = name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
  const remedy = environment
    ? `use Secret.fromConfig('${key}') and run: pulumi config set --secret ${key} --stack ${environment}`
    : `use a Secret without data whose annotation ${SECRET_SOURCE}${key} is config/${key}, and run: pulumi config set --secret ${key}`;
  return `${component}: ${where} is a secret given as a literal (${why}), and would stand in reviewed YAML; ${remedy}`;
}
