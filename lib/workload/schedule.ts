const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

interface Field {
  readonly least: number;
  readonly most: number;
  /** Of the values from `least` on. */
  readonly names?: readonly string[];
}

/** Minute, hour, day, month, weekday. */
const FIELDS: readonly Field[] = [
  { least: 0, most: 59 },
  { least: 0, most: 23 },
  { least: 1, most: 31 },
  { least: 1, most: 12, names: MONTHS },
  { least: 0, most: 6, names: WEEKDAYS },
];

/** What Kubernetes' and KEDA's parser takes: https://pkg.go.dev/github.com/robfig/cron/v3#hdr-CRON_Expression_Format */
export function isCron(schedule: string): boolean {
  const texts = schedule.trim().split(/\s+/);
  return (
    texts.length === FIELDS.length && FIELDS.every((field, index) => (texts[index] ?? '').split(',').every((part) => isPart(part, field)))
  );
}

/** `*`, `5`, `1-5` or `mon-fri`, and each with a step: `*` + `/15`. */
function isPart(part: string, { least, most, names = [] }: Field): boolean {
  const [range = '', step = '1', ...rest] = part.split('/');
  if (rest.length > 0 || !/^\d+$/.test(step) || Number(step) < 1) return false;
  if (range === '*') return true;
  const ends = range.split('-').map((end) => {
    const named = names.indexOf(end.toLowerCase());
    return named >= 0 ? least + named : /^\d+$/.test(end) ? Number(end) : Number.NaN;
  });
  const [first = Number.NaN, last = first] = ends;
  return ends.length <= 2 && first >= least && first <= last && last <= most;
}

/** Of the IANA database, as this Node has it. */
export function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
