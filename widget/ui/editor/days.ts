// Days and times as the controls of a form hold them, in the reader's time zone.

const two = (n: number) => String(n).padStart(2, '0');

/** The day as 2026-12-31. */
export function dayOf(date: Date): string {
  return `${String(date.getFullYear()).padStart(4, '0')}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** The day so many months later; the last of the month where it has no such day. */
export function inMonths(from: Date, months: number): string {
  const last = new Date(from.getFullYear(), from.getMonth() + months + 1, 0);
  return dayOf(new Date(last.getFullYear(), last.getMonth(), Math.min(from.getDate(), last.getDate())));
}

/** Eight o'clock in the morning after the time, as 2026-12-31T08:00. */
export function nextMorning(after: Date): string {
  return `${dayOf(new Date(after.getFullYear(), after.getMonth(), after.getDate() + 1))}T08:00`;
}

/** The time as 2026-12-31T08:00. */
export function minuteOf(date: Date): string {
  return `${dayOf(date)}T${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** The day in the reader's words; what is no day stays as it is. */
export function dayWords(day: string, locale: string): string {
  const date = new Date(`${day}T12:00`);
  return Number.isNaN(date.getTime()) ? day : date.toLocaleDateString(locale, { dateStyle: 'medium' });
}
