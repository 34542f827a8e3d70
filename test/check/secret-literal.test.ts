import { describe, expect, it } from 'vitest';
import { secretLiteral } from '../../lib/check/secret-literal.js';
import { type KubernetesObject, WebService, type WebServiceProps } from '../../lib/index.js';
import { IMAGE } from '../support/apps.js';
import { sentencesOf, subjectOf } from './example.js';

const found = (props: Partial<WebServiceProps>, beside?: KubernetesObject & Readonly<Record<string, unknown>>) =>
  sentencesOf(
    secretLiteral,
    subjectOf((chart) => {
      const api = new WebService(chart, 'api', { image: IMAGE, port: 8080, ...props });
      if (beside) api.add('beside', beside);
    }),
  );
const sentence = (where: string, why: string, key: string) =>
  `web-service "api": ${where} is a secret given as a literal (${why}), and would stand in reviewed YAML; ` +
  `use Secret.fromConfig('${key}') and run: pulumi config set --secret ${key} --stack test`;

describe('a Secret', () => {
  const secret = (content: object) => ({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'login' }, ...content });

  it('is refused with any value in it, encoded or not', () => {
    expect(found({}, secret({ data: { user: 'YWRtaW4=' }, stringData: { 'pass.word': 'hunter2' } }))).toEqual([
      sentence('user of Secret "login"', 'all that a Secret holds is', 'user'),
      sentence('pass.word of Secret "login"', 'all that a Secret holds is', 'pass-word'),
    ]);
  });

  it('may be there without data, and so may the Secret of another API', () => {
    expect(found({}, secret({ type: 'Opaque' }))).toEqual([]);
    expect(found({}, { ...secret({ data: { a: 'b' } }), apiVersion: 'example.com/v1' })).toEqual([]);
  });
});

describe('configuration', () => {
  it.each(['PASSWORD', 'smtp-password', 'api.token', 'client_secret'])('is refused under the name of a secret: %s', (key) => {
    const data = { [key]: 'hunter2', 'token.json': '{}', theme: 'dark', [`EMPTY_${key}`]: '' };
    expect(found({}, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings' }, data })).toEqual([
      sentence(`config file ${key}`, 'its name says that it is one', key.toLowerCase().replace(/[._]/, '-')),
    ]);
  });
});

describe('a variable', () => {
  it('may take the value of another', () => {
    expect(found({ env: { DB_PASSWORD: '$(PGPASSWORD)' } })).toEqual([]);
  });

  it.each(['$$(PGPASSWORD)', 'x$(PGPASSWORD)', '$(PG PASSWORD)', '$()'])(
    'is refused where it does more, or something else: %s',
    (value) => {
      expect(found({ env: { DB_PASSWORD: value } })).toEqual([sentence('env DB_PASSWORD', 'its name says that it is one', 'db-password')]);
    },
  );
});
