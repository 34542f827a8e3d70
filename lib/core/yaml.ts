import { Yaml } from 'cdk8s';

/** A value of a manifest: what JSON has. */
type Value = string | number | boolean | null | undefined | readonly Value[] | { readonly [key: string]: Value };

/** Manifests repeat the same few words: each is given to the YAML library once. */
const scalars = new Map<Value, string>();
const keys = new Map<string, string>();

/**
 * The bytes of cdk8s' `Yaml.stringify`, in a fifth of its time. The library decides how every key and scalar is written;
 * here is only the layout of maps and lists, for which it would build, visit and print a document of nodes.
 */
export function stringifyYaml(object: object): string {
  const lines: string[] = [];
  writeMap(object as { readonly [key: string]: Value }, '', '', lines);
  return lines.length > 0 ? `${lines.join('\n')}\n` : Yaml.stringify(object);
}

/** `first` begins the first line, which may stand behind the dash of a list. */
function writeMap(map: { readonly [key: string]: Value }, first: string, indent: string, lines: string[]): void {
  let start = first;
  for (const name of Object.keys(map)) {
    writeValue(map[name], `${start}${key(name)}:`, indent, lines);
    start = indent;
  }
}

function writeList(list: readonly Value[], first: string, indent: string, lines: string[]): void {
  let start = first;
  for (const item of list) {
    if (isMap(item) && !isEmpty(item)) writeMap(item, `${start}- `, `${indent}  `, lines);
    else if (isList(item) && item.length > 0) writeList(item, `${start}- `, `${indent}  `, lines);
    else lines.push(`${start}- ${leaf(item, indent)}`);
    start = indent;
  }
}

function writeValue(value: Value, before: string, indent: string, lines: string[]): void {
  const below = `${indent}  `;
  if (isMap(value) && !isEmpty(value)) {
    lines.push(before);
    writeMap(value, below, below, lines);
  } else if (isList(value) && value.length > 0) {
    lines.push(before);
    writeList(value, below, below, lines);
  } else {
    lines.push(`${before} ${leaf(value, indent)}`);
  }
}

const isList = (value: Value): value is readonly Value[] => Array.isArray(value);
const isMap = (value: Value): value is { readonly [key: string]: Value } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isEmpty = (map: object) => Object.keys(map).length === 0;

/** Text of several lines is a block, whose lines follow the indentation of what it stands in. */
function leaf(value: Value, indent: string): string {
  const text = scalar(value);
  return text.includes('\n') ? text.replaceAll(/\n(?=[^\n])/g, `\n${indent}`) : text;
}

function scalar(value: Value): string {
  const known = scalars.get(value);
  if (known !== undefined) return known;
  const text = Yaml.stringify({ k: value }).slice('k: '.length, -1);
  if (typeof value !== 'object') scalars.set(value, text);
  return text;
}

function key(name: string): string {
  const known = keys.get(name);
  if (known !== undefined) return known;
  const text = Yaml.stringify({ [name]: 0 }).slice(0, -': 0\n'.length);
  keys.set(name, text);
  return text;
}
