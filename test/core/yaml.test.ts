import { Yaml } from 'cdk8s';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stringifyYaml } from '../../lib/core/yaml.js';

/** Words that YAML would read as something else, and text that needs care. */
const text = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary' }),
  fc.constantFrom(
    '',
    ' ',
    'yes',
    'no',
    'on',
    'y',
    'null',
    '~',
    'true',
    '8080',
    '1e3',
    '0x1f',
    '012',
    '1:30',
    '2001-01-01',
    '<<',
    '=',
    '- a',
    'a: b',
    '#c',
    '&a',
    '*a',
    '!t',
    '{',
    '[',
    '%d',
    '@x',
    '`',
  ),
  fc.array(fc.constantFrom('a', ' b', 'c ', '', '\t', '# d', 'e: f'), { minLength: 2 }).map((lines) => lines.join('\n')),
);
// Without -0, which JSON has not.
const number = fc.double({ noNaN: true }).map((value) => value || 0);
const leaf = fc.oneof(text, fc.integer(), number, fc.boolean(), fc.constant(null));
const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    leaf,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(text, tie('value'), { maxKeys: 4 }),
  ),
}));

describe('YAML', () => {
  it('has the bytes of cdk8s’ own, whatever is in it', () => {
    fc.assert(
      fc.property(fc.dictionary(text, value, { maxKeys: 5 }), (object) => {
        expect(stringifyYaml(object)).toBe(Yaml.stringify(object));
      }),
      { numRuns: 1000 },
    );
  });

  it('indents blocks of text as deep as they stand', () => {
    const script = 'set -e\n\nif true; then\n  echo "a: b"\nfi\n';
    const object = { data: { 'run.sh': script, list: [script, { nested: [[script]] }] } };
    expect(stringifyYaml(object)).toBe(Yaml.stringify(object));
  });
});
