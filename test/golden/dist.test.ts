import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { platform } from '../../apps/platform.js';
import { type KubernetesObject, synthesize } from '../../lib/index.js';
import { filesBelow, ROOT, runNode, temporaryFolder } from '../support/files.js';

const committed = filesBelow(join(ROOT, 'dist'));
const synthesized = new Map(
  synthesize(platform).flatMap(({ name, files }) => [...files].map(([path, yaml]) => [`${name}/${path}`, yaml] as const)),
);

/** Paths that only one of two trees has, and those whose bytes differ. */
const differences = (one: ReadonlyMap<string, string>, other: ReadonlyMap<string, string>) =>
  [...new Set([...one.keys(), ...other.keys()])].filter((path) => one.get(path) !== other.get(path)).sort();

describe('the committed YAML', () => {
  it('is what the platform synthesizes to, byte by byte', () => {
    expect(
      differences(committed, synthesized),
      'these files of dist/ are not what the platform gives: run npm run synth, and review them',
    ).toEqual([]);
    expect(committed.size).toBe(326);
  });

  it('is what the stock cdk8s command gives, byte by byte', async () => {
    const folder = join(temporaryFolder(), 'dist');
    const { code, stderr } = await runNode(['node_modules/cdk8s-cli/bin/cdk8s', 'synth', '--check-upgrade=false', '--output', folder]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(differences(filesBelow(folder), synthesized)).toEqual([]);
    expect(differences(filesBelow(join(ROOT, 'dist')), committed)).toEqual([]);
  });
});

const objects = [...committed].map(([path, yaml]) => ({
  path,
  object: parse(yaml) as KubernetesObject & Readonly<Record<string, unknown>>,
}));
const namesIn = (stack: string) =>
  objects
    .filter(({ path }) => path.startsWith(`${stack}/`))
    .map(({ object }) => `${object.kind} ${object.metadata.name}`)
    .sort();

describe('the objects of the reference platform', () => {
  it.each(['dev', 'staging', 'prod'])('have in %s the names that they always had', async (stack) => {
    await expect(`${namesIn(stack).join('\n')}\n`).toMatchFileSnapshot(`names.${stack}.txt`);
  });

  it('are in the cluster’s stack its priority classes', () => {
    expect(namesIn('cluster')).toEqual(['PriorityClass evenkeel-batch', 'PriorityClass evenkeel-data', 'PriorityClass evenkeel-service']);
  });

  it('are each in the namespace of their environment, but for the Namespace itself', () => {
    const namespaces = new Map(platform.environments.map(({ name, namespace }) => [name, namespace]));
    for (const { path, object } of objects) {
      const [stack = ''] = path.split('/');
      expect(object.metadata.namespace, path).toBe(object.kind === 'Namespace' ? undefined : namespaces.get(stack));
    }
  });

  it('stand in a file of their kind and name', () => {
    for (const { path, object } of objects)
      expect(path).toMatch(new RegExp(`/${object.kind.toLowerCase()}\\.${object.metadata.name}\\.yaml$`));
  });
});

/** Every string of a document, with the fields that lead to it. */
function strings(value: unknown, at = ''): [string, string][] {
  if (typeof value === 'string') return [[at, value]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, child]) => strings(child, `${at}.${key}`));
}

const CREDENTIAL = /-----BEGIN [A-Z ]*PRIVATE KEY-----|\bAKIA[0-9A-Z]{16}\b|:\/\/[^/\s:@]+:[^/\s@$]+@|\bgh[pousr]_\w{20,}|\beyJ[\w-]+\.eyJ/;
/** 24 characters or more of base64 with capitals, small letters and digits: no word, name or path looks like it. */
const BASE64 = /^(?=.*[A-Z])(?=.*[a-z])(?=.*\d)[A-Za-z0-9+/_-]{24,}={0,2}$/;
const looksSecret = (text: string) => CREDENTIAL.test(text) || text.split(/[\s"',:=]+/).some((word) => BASE64.test(word));

describe('secrets in the committed YAML', () => {
  it('have a name, the places that their values come from, and no data', () => {
    const secrets = objects.filter(({ object }) => object.kind === 'Secret');
    expect(secrets.length).toBeGreaterThan(15);
    for (const { path, object } of secrets) {
      expect(Object.keys(object).sort(), path).toEqual(['apiVersion', 'kind', 'metadata', 'type']);
      for (const [annotation, source] of Object.entries(object.metadata.annotations ?? {})) {
        expect(annotation, path).toMatch(/^(secret\.evenkeel\.dev\/[\w.-]+|certificate\.evenkeel\.dev\/hosts)$/);
        expect(source, path).toMatch(annotation.startsWith('secret.') ? /^(derived|certificate)(\/[\w-]+)+\/\d+$/ : /^[a-z0-9. -]+$/);
      }
    }
    for (const [path, yaml] of committed) if (/^kind: Secret$/m.test(yaml)) expect(yaml, path).not.toMatch(/^(data|stringData):/m);
  });

  it('are nowhere else either', () => {
    expect(
      objects.flatMap(({ path, object }) =>
        strings(object)
          .filter(([, text]) => looksSecret(text))
          .map(([at]) => path + at),
      ),
    ).toEqual([]);
  });

  it('would be found', () => {
    const hmac = Buffer.from('0123456789abcdefghijklmnopqrstuv').toString('base64');
    for (const secret of [hmac, `password=${hmac}`, ['postgres://shop:', 'hunter2', '@db/shop'].join(''), `AKIA${'A1'.repeat(8)}`]) {
      expect(looksSecret(secret), secret).toBe(true);
    }
  });
});
