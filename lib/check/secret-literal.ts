import type { Component } from '../core/component.js';
import type { ConfigMap, Container, KubernetesObject } from '../core/kubernetes.js';
import type { Check } from './check.js';
import { podSpecOf } from './pods.js';

const SECRET_NAME = /(PASSWORD|PASSWD|PASSPHRASE|(^|_)(SECRET|TOKEN|CREDENTIALS?|(API|PRIVATE|ACCESS|SECRET)_?KEY))$/i;
/** A private key, a cloud key, or a URL with a password in it. */
const SECRET_VALUE = /-----BEGIN [A-Z ]*PRIVATE KEY-----|\bAKIA[0-9A-Z]{16}\b|:\/\/[^/\s:@]+:[^/\s@$]+@/;

export const secretLiteral: Check = {
  id: 'secret-literal',
  title: 'No secret stands in reviewed YAML: not in variables, arguments or configuration',
  run({ environment, components, manifests }) {
    const byName = new Map(components.map((component) => [component.name, component]));
    return manifests.flatMap(({ component, object }) => {
      const owner = byName.get(component);
      if (!environment || owner?.accept['secret-literal']) return [];
      return findings(object).map(({ where, key, why }) => problem(owner, component, environment.name, where, key, why));
    });
  },
};

interface Finding {
  readonly where: string;
  readonly key: string;
  readonly why: string;
}
const BY_VALUE = 'its value looks like a credential';
const BY_NAME = 'its name says that it is one';

function findings(object: KubernetesObject): Finding[] {
  if (object.kind === 'ConfigMap') {
    const files = Object.entries((object as ConfigMap).data ?? {});
    return files.flatMap(([file, content]) =>
      SECRET_VALUE.test(content) ? [{ where: `config file ${file}`, key: file, why: BY_VALUE }] : [],
    );
  }
  const pod = podSpecOf(object);
  return pod ? [...(pod.initContainers ?? []), ...pod.containers].flatMap(inContainer) : [];
}

function inContainer({ env = [], args = [], command = [] }: Container): Finding[] {
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

function problem(owner: Component | undefined, component: string, environment: string, where: string, name: string, why: string): string {
  const key = name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
  return (
    `${owner?.kind ?? 'component'} "${component}": ${where} is a secret given as a literal (${why}), and would stand in reviewed YAML; ` +
    `use Secret.fromConfig('${key}') and run: pulumi config set --secret ${key} --stack ${environment}`
  );
}
