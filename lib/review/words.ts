import { isDeepStrictEqual } from 'node:util';
import { CERTIFICATE_HOSTS } from '../core/certificates.js';
import { parseImage } from '../core/images.js';
import { INITIAL_REPLICAS, PATCH_FORCE, PREFIX } from '../core/labels.js';
import { SECRET_SOURCE } from '../core/secrets.js';
import { type Change, formatPath, isFields } from './diff.js';

/** The object that a change is in, and the component that it belongs to. */
export interface Subject {
  readonly kind: string;
  readonly name: string;
  readonly component: string;
}

const VERSION_LABEL = 'app.kubernetes.io/version';
export const CONFIG_HASH = `${PREFIX}/config-hash`;

const CONSEQUENCES = new Set([VERSION_LABEL, CONFIG_HASH, INITIAL_REPLICAS, PATCH_FORCE]);
/** Whether a change only follows from one that is told: the image's tag as a label, the hash of files, who owns the replicas. */
export const isConsequence = ({ path }: Change): boolean => CONSEQUENCES.has(path.at(-1) ?? '');

/** `image 6.9.2 → 6.9.3`, `env COLOR added (red)`, `replicas 2 → 3`. */
export function changeWords(subject: Subject, change: Change): string {
  if (renewsKey(change)) return `new key of certificate ${subject.name}`;
  const field = fieldWords(subject, change.path);
  const [before, after] = shortValues(change);
  if (change.before === undefined) return after === undefined ? `${field} added` : `${field} added (${after})`;
  if (change.after === undefined) return before === undefined ? `${field} removed` : `${field} removed (${before})`;
  return before === undefined || after === undefined ? `${field} changed` : `${field} ${before} → ${after}`;
}

/** Said once for the Secret, though each of its keys has the source as an annotation. */
const renewsKey = ({ path, before, after }: Change): boolean =>
  path.at(-1)?.startsWith(SECRET_SOURCE) === true && [before, after].every((source) => String(source).startsWith('certificate/'));

/** `2 replicas in staging, 3 in prod`, `memory request 64Mi in staging, 128Mi in prod`, `env DEBUG only in staging (1)`. */
export function differenceWords(subject: Subject, change: Change, one: string, other: string): string {
  const field = fieldWords(subject, change.path);
  const [before, after] = shortValues(change);
  if (change.before === undefined) return after === undefined ? `${field} only in ${other}` : `${field} only in ${other} (${after})`;
  if (change.after === undefined) return before === undefined ? `${field} only in ${one}` : `${field} only in ${one} (${before})`;
  if (before === undefined || after === undefined) return `${field} differs`;
  return `${COUNTS.has(field) ? `${before} ${field}` : `${field} ${before}`} in ${one}, ${after} in ${other}`;
}

/** A field on one line, as it stands: `spec.replicas: 2 → 3`. */
export function rawWords({ path, before, after }: Change): string {
  const [one, other] = [oneLine(before), oneLine(after)];
  if (before === undefined) return `${formatPath(path)}: ${other ?? 'long text'} added`;
  if (after === undefined) return `${formatPath(path)}: ${one ?? 'long text'} removed`;
  return `${formatPath(path)}: ${one && other ? `${one} → ${other}` : 'long text changed'}`;
}

/** What the field calls it; a path where it has no word of its own. */
function fieldWords({ kind, name, component }: Subject, path: readonly string[]): string {
  const [section, key = ''] = path;
  const text = formatPath(path);
  const [, container, inContainer = ''] = /ontainers\[([^\]]+)\]\.?(.*)$/.exec(text) ?? [];
  if (container !== undefined) return containerWords(container, inContainer, component);
  if (section === 'data' && kind === 'ConfigMap') return key ? `config file ${key}` : 'config files';
  if (section === 'spec' && key === 'hard') return `quota of ${(path[2] ?? 'everything').replace('requests.', '')}`;
  const [, backend] = /backendRefs\[([^\]]+)\]\.weight$/.exec(text) ?? [];
  if (backend) return `weight of ${backend}`;
  const annotation = path.at(-1) ?? '';
  if (annotation === CERTIFICATE_HOSTS) return `hosts of certificate ${name}`;
  if (annotation.startsWith(SECRET_SOURCE)) return `source of secret ${annotation.slice(SECRET_SOURCE.length)}`;
  if (kind === 'Service' && section === 'spec' && key === 'selector') return 'pods behind the Service';
  for (const [pattern, words] of FIELDS) if (pattern.test(text)) return words;
  const inPod = text.replace(POD, '');
  return inPod === text ? `${kind}${name === component ? '' : ` ${name}`} ${text.replace(/^spec\./, '')}` : `pod ${inPod}`;
}

const COUNTS = new Set(['replicas', 'min replicas', 'max replicas']);
const FIELDS: readonly (readonly [RegExp, string])[] = [
  [/^spec\.replicas$/, 'replicas'],
  [/^spec\.min(Replicas|ReplicaCount)$/, 'min replicas'],
  [/^spec\.max(Replicas|ReplicaCount)$/, 'max replicas'],
  [/^spec\.schedule$/, 'schedule'],
  [/^spec\.hostnames/, 'host'],
  [/secret-generations"\]$/, 'secret generations'],
  [/topologySpreadConstraints\[topology\.kubernetes\.io\/zone\](\.whenUnsatisfiable)?$/, 'spread over zones'],
  [/topologySpreadConstraints\[kubernetes\.io\/hostname\](\.whenUnsatisfiable)?$/, 'spread over nodes'],
];
const POD = /^spec\.(jobTemplate\.spec\.|jobTargetRef\.)?template\.(spec\.)?/;

function containerWords(container: string, field: string, component: string): string {
  const of = container === component ? '' : ` of ${container}`;
  const [, variable] = /^env\[([^\]]+)\]/.exec(field) ?? [];
  if (variable) return `env ${variable}${of}`;
  const [, bound, resource] = /^resources\.(request|limit)s\.([\w-]+)$/.exec(field) ?? [];
  if (resource) return `${resource} ${bound}${of}`;
  const [, argument] = /^args\[(\d+)\]$/.exec(field) ?? [];
  if (argument) return `argument ${Number(argument) + 1}${of}`;
  return field ? `${field}${of}` : `container ${container}`;
}

/** Both values as short text, undefined where they are too long for a sentence. Images of one repository are their versions. */
function shortValues({ path, before, after }: Change): (string | undefined)[] {
  if (path.at(-1) === 'image' && typeof before === 'string' && typeof after === 'string') return imageWords(before, after);
  return [before, after].map(oneLine);
}

function imageWords(before: string, after: string): string[] {
  const [one, other] = [parseImage(before), parseImage(after)];
  if (one.repository !== other.repository) return [before, after];
  if (one.tag !== other.tag) return [one, other].map(({ tag, digest }) => tag ?? digest ?? 'no tag');
  return [one, other].map(({ digest }) => digest?.slice(0, 19) ?? 'no digest');
}

const LONGEST = 80;

function oneLine(value: unknown): string | undefined {
  if (value === undefined) return undefined;
  if (value === '' || isDeepStrictEqual(value, [])) return 'empty';
  const text = isFields(value) ? fieldsWords(value) : Array.isArray(value) ? value.map(oneLine).join(' ') : String(value);
  return text.length > LONGEST || text.includes('\n') ? undefined : text;
}

/** A variable is its value, or the Secret that it comes from; anything else is itself. */
function fieldsWords(value: Readonly<Record<string, unknown>>): string {
  const { name, value: literal, valueFrom } = value;
  if (typeof name === 'string' && typeof literal === 'string') return literal;
  const secret = isFields(valueFrom) ? valueFrom.secretKeyRef : undefined;
  if (isFields(secret)) return `Secret ${secret.name}/${secret.key}`;
  return JSON.stringify(value);
}
