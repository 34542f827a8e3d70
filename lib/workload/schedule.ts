/** Five fields: minute, hour, day, month, weekday. */
export const isCron = (schedule: string): boolean => schedule.trim().split(/\s+/).length === 5;

/** Of the IANA database, as this Node has it. */
export function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
