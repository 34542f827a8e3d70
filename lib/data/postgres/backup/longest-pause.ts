/** In seconds. */
export const DAY = 24 * 60 * 60;

/** The longest time between two runs, at the least a day: what stands in the fields for days decides. */
export function longestPause(schedule: string): number {
  const [, , dayOfMonth, month, dayOfWeek] = schedule.trim().split(/\s+/);
  if (month !== '*') return 366 * DAY;
  if (dayOfMonth !== '*') return 31 * DAY;
  return dayOfWeek === '*' ? DAY : 7 * DAY;
}
