import type { Span } from './gaps.js';
import type { Write } from './journal.js';
import type { Result } from './results.js';

/** Acknowledged writes per second: the mean of a bucket, and its worst second. */
export type Bucket = readonly [mean: number, least: number];

/** More points than a picture is wide would not be seen. */
const MOST_BUCKETS = 1200;

export const buckets = (
  writes: readonly Write[],
  { from, to }: Span,
): { readonly bucketSeconds: number; readonly writesPerSecond: readonly Bucket[] } => {
  const perSecond = Array.from({ length: Math.max(1, Math.floor((to - from) / 1000)) }, () => 0);
  for (const { outcome, ended } of writes) {
    const second = Math.floor(((ended ?? 0) - from) / 1000);
    if (outcome === 'acknowledged' && second >= 0 && second < perSecond.length) perSecond[second] = (perSecond[second] ?? 0) + 1;
  }
  const bucketSeconds = Math.ceil(perSecond.length / MOST_BUCKETS);
  const starts = Array.from({ length: Math.ceil(perSecond.length / bucketSeconds) }, (_, index) => index * bucketSeconds);
  return {
    bucketSeconds,
    writesPerSecond: starts.map((start) => {
      const seconds = perSecond.slice(start, start + bucketSeconds);
      return [Math.round((10 * seconds.reduce((sum, count) => sum + count, 0)) / seconds.length) / 10, Math.min(...seconds)];
    }),
  };
};

const WIDTH = 1200;
const PLOT = { left: 48, top: 56, width: WIDTH - 64, height: 220 };
const LINE_HEIGHT = 14;
const HEIGHT = PLOT.top + PLOT.height + 48;

const COLOURS = {
  kill: '#b91c1c',
  'kill-delete': '#7f1d1d',
  freeze: '#9333ea',
  'cut-pod': '#c2410c',
  'delete-pod': '#0f766e',
  'force-delete-pod': '#be185d',
  'power-off': '#111827',
  'freeze-node': '#7c3aed',
  partition: '#ea580c',
  drain: '#15803d',
  'roll-config': '#1d4ed8',
  'roll-image': '#0369a1',
  scale: '#4d7c0f',
  'kill-all': '#dc2626',
  'kill-controller': '#9f1239',
  'freeze-patroni': '#6d28d9',
  'delete-kill': '#9d174d',
  'cut-api': '#0e7490',
  'full-disk': '#a16207',
  renew: '#475569',
  'lose-volume': '#7c2d12',
  'lose-majority': '#1e3a8a',
  'lose-controller': '#854d0e',
  'lose-quorum': '#312e81',
} as const satisfies Readonly<Record<Result['faults'][number]['fault'], string>>;

const clock = (seconds: number) => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, '0')}`;
const round = (value: number) => Math.round(value * 10) / 10;

/** Writes per second over time: the line is each bucket's worst second, so that gaps show; the area its mean. Faults are marked. */
export const picture = ({ service, faults, timeline, verdict }: Result): string => {
  const { writesPerSecond, bucketSeconds } = timeline;
  const length = writesPerSecond.length * bucketSeconds;
  const most = Math.max(1, ...writesPerSecond.map(([mean]) => mean));
  const x = (second: number) => round(PLOT.left + (PLOT.width * second) / length);
  const y = (rate: number) => round(PLOT.top + PLOT.height * (1 - Math.min(rate, most) / most));
  const points = (pick: (bucket: Bucket) => number) =>
    writesPerSecond.map((bucket, index) => `${x(index * bucketSeconds)},${y(pick(bucket))}`).join(' ');
  const bottom = PLOT.top + PLOT.height;
  const start = Date.parse(timeline.from);
  const marks = faults.map(({ fault, at, unavailableSeconds, wholeAfterSeconds }) => {
    const second = (Date.parse(at) - start) / 1000;
    const title = `${fault} at ${clock(second)}: ${unavailableSeconds.others} s without writes, whole after ${wholeAfterSeconds} s`;
    return `<g><title>${title}</title><rect x="${x(second)}" y="${PLOT.top}" width="${round(x(second + wholeAfterSeconds) - x(second))}" height="${PLOT.height}" fill="${COLOURS[fault]}" opacity="0.08"/><line x1="${x(second)}" y1="${PLOT.top - 6}" x2="${x(second)}" y2="${bottom}" stroke="${COLOURS[fault]}"/></g>`;
  });
  const kinds = [...new Set(faults.map(({ fault }) => fault))];
  const legend = kinds.map(
    (kind, index) =>
      `<text x="${PLOT.left + (index % 6) * 190}" y="${20 + LINE_HEIGHT * Math.floor(index / 6)}" fill="${COLOURS[kind]}">▎${kind} × ${faults.filter(({ fault }) => fault === kind).length}</text>`,
  );
  const step = Math.max(1, Math.ceil(length / 60 / 12));
  const minutes = Array.from({ length: Math.floor(length / 60 / step) + 1 }, (_, index) => index * step);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="12">
<title>${service}: acknowledged writes per second, ${faults.length} faults</title>
<rect width="${WIDTH}" height="${HEIGHT}" fill="#ffffff"/>
${legend.join('\n')}
${marks.join('\n')}
<polygon points="${PLOT.left},${bottom} ${points(([mean]) => mean)} ${x(length)},${bottom}" fill="#93c5fd" opacity="0.6"/>
<polyline points="${points(([, least]) => least)}" fill="none" stroke="#1e3a8a" stroke-width="0.8"/>
<line x1="${PLOT.left}" y1="${bottom}" x2="${x(length)}" y2="${bottom}" stroke="#374151"/>
${[0, 0.5, 1].map((share) => `<text x="${PLOT.left - 6}" y="${y(most * share) + 4}" text-anchor="end">${Math.round(most * share)}</text>`).join('\n')}
${minutes.map((minute) => `<text x="${x(minute * 60)}" y="${bottom + 16}" text-anchor="middle">${minute}</text>`).join('\n')}
<text x="${PLOT.left + PLOT.width / 2}" y="${bottom + 36}" text-anchor="middle">minutes; ${service}, acknowledged writes per second of all clients: mean (area) and worst second (line); ${verdict.durable?.lost.count ?? verdict.plain?.lost.count ?? 0} acknowledged writes lost</text>
</svg>
`;
};
