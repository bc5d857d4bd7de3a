// Times, lengths and byte offsets in the reader's language. Times are milliseconds since 1970.

/** Returns the time of day, as in "12:01". */
export function timeOfDay(at: number, locale: string): string {
  return new Date(at).toLocaleTimeString(locale, { timeStyle: 'short' });
}

/** Returns the date, as in "Saturday, 22 November"; with the year when it is long ago. */
export function dateOf(at: number, locale: string, now: number): string {
  const year = now - at > 300 * 86_400_000 ? 'numeric' : undefined;
  return new Date(at).toLocaleDateString(locale, { weekday: 'long', day: 'numeric', month: 'long', year });
}

/** Returns day and time in full, as in "22 Nov 2025, 12:01". */
export function dateAndTime(at: number, locale: string): string {
  return new Date(at).toLocaleString(locale, { dateStyle: 'medium', timeStyle: 'short' });
}

/** Reports whether two times are on the same day of the reader's calendar. */
export function sameDay(a: number, b: number): boolean {
  return daysBefore(a, b) === 0;
}

/** Returns how many calendar days `at` lies before `now`: 0 today, 1 yesterday. */
export function daysBefore(at: number, now: number): number {
  const midnight = (time: number) => new Date(time).setHours(0, 0, 0, 0);
  return Math.round((midnight(now) - midnight(at)) / 86_400_000);
}

/** Returns "today" or "yesterday" in the reader's language, and the date of an earlier day. */
export function dayOf(at: number, locale: string, now: number): string {
  const days = daysBefore(at, now);
  if (days > 1) return dateOf(at, locale, now);
  return new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(-days, 'day');
}

/** Returns the length of a text in bytes of UTF-8. */
export function byteLength(text: string): number {
  return new TextEncoder().encode(text).length;
}

/** Returns the index in `text` of a byte offset into its UTF-8 form. */
export function indexOfByte(text: string, offset: number): number {
  return new TextDecoder().decode(new TextEncoder().encode(text).subarray(0, offset)).length;
}
