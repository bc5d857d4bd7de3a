// Opening hours as they are edited.
import { inserted } from '../staff/list';
import type { Hours, Opening, Span } from './kinds';

/** The days of the week from Monday, by their numbers. */
export const weekdays: readonly number[] = [1, 2, 3, 4, 5, 6, 0];

const short = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const dayMinutes = 24 * 60;

/** Makes a time of day "HH:MM": "9", "930", "9.30" and "09:30" are understood; other texts stay as they are. */
export function clockOf(text: string): string {
  const plain = text.trim();
  const match = /^(\d{1,2})(?:[:.h ]?(\d{2}))?$/.exec(plain);
  if (!match) return plain;
  const minutes = Number(match[1]) * 60 + Number(match[2] ?? 0);
  return Number(match[2] ?? 0) < 60 && minutes <= dayMinutes ? clock(minutes) : plain;
}

function clock(minutes: number): string {
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

function two(n: number): string {
  return String(n).padStart(2, '0');
}

/** Minutes since midnight, NaN if it is no "HH:MM" up to 24:00. */
export function minutesOf(text: string): number {
  const match = /^(\d{2}):(\d{2})$/.exec(text);
  const minutes = match ? Number(match[1]) * 60 + Number(match[2]) : NaN;
  return match && Number(match[2]) < 60 && minutes <= dayMinutes ? minutes : NaN;
}

/** What is wrong with each opening of one day, "" where nothing is. */
export function faultsOf(openings: readonly Opening[]): string[] {
  return openings.map((opening, i) => {
    const from = minutesOf(opening.from);
    const to = minutesOf(opening.to);
    if (Number.isNaN(from) || Number.isNaN(to) || from === dayMinutes) return 'Write both times like 09:00.';
    if (to === 0) return 'Write 24:00 for midnight at the end of the day.';
    if (to <= from) return `These hours end before they start. For a night, write ${opening.from}–24:00 and go on the next day.`;
    const clash = openings.some((other, k) => k !== i && from < minutesOf(other.to) && minutesOf(other.from) < to);
    return clash ? 'These hours overlap others of the day.' : '';
  });
}

/** The openings of a day of the week, with their places in the list. */
export function onDay(week: readonly Span[], day: number): { at: number; span: Span }[] {
  return week.map((span, at) => ({ at, span })).filter(({ span }) => span.day === day);
}

/** An opening to begin with: office hours, or some hours after the last of the day. */
export function proposed(openings: readonly Opening[]): Opening {
  const ends = openings.map((o) => minutesOf(o.to)).filter((at) => !Number.isNaN(at));
  if (ends.length === 0) return { from: '09:00', to: '17:00' };
  const from = Math.min(Math.max(...ends) + 60, dayMinutes - 60);
  return { from: clock(from), to: clock(Math.min(from + 180, dayMinutes)) };
}

/** Adds an opening to a day, behind its others. */
export function addedTo(week: readonly Span[], day: number): Span[] {
  const here = onDay(week, day);
  const end = here.length > 0 ? (here[here.length - 1]?.at ?? 0) + 1 : week.length;
  return inserted(week, end, { day, ...proposed(here.map(({ span }) => span)) });
}

/** Gives other days the openings of one. */
export function copied(week: readonly Span[], from: number, to: readonly number[]): Span[] {
  const spans = onDay(week, from).map(({ span }) => span);
  const kept = week.filter((span) => !to.includes(span.day));
  return sorted([...kept, ...to.flatMap((day) => spans.map((span) => ({ ...span, day })))]);
}

/** The week from Monday, each day in order. */
export function sorted(week: readonly Span[]): Span[] {
  const place = (span: Span) => weekdays.indexOf(span.day);
  return [...week].sort((a, b) => place(a) - place(b) || a.from.localeCompare(b.from));
}

/** Office hours to begin with. */
export const officeWeek: readonly Span[] = [1, 2, 3, 4, 5].map((day) => ({ day, from: '09:00', to: '17:00' }));

/** The hours of the week in a few words: Mon–Fri 9:00–17:00, Sat 10:00–14:00 (Europe/Berlin). */
export function inWords(hours: Hours): string {
  if (hours.week.length === 0) return 'around the clock';
  const said = weekdays.map((day) =>
    onDay(sorted(hours.week), day)
      .map(({ span }) => `${early(span.from)}–${early(span.to)}`)
      .join(' and '),
  );
  const parts: string[] = [];
  for (let first = 0; first < 7; ) {
    let end = first;
    while (end < 6 && said[end + 1] === said[first]) end++;
    if (said[first]) parts.push(`${daysInWords(first, end)} ${said[first]}`);
    first = end + 1;
  }
  return `${parts.join(', ')} (${hours.zone || 'UTC'})`;
}

function daysInWords(first: number, end: number): string {
  const name = (at: number) => short[weekdays[at] ?? 0] ?? '';
  if (first === 0 && end === 6) return 'daily';
  return first === end ? name(first) : `${name(first)}–${name(end)}`;
}

function early(time: string): string {
  return time.replace(/^0(?=\d)/, '');
}

/** Where openings lie in a day, in percent of it; those that make no sense are left out. */
export function stripesOf(openings: readonly Opening[]): { start: number; length: number }[] {
  return openings.flatMap(({ from, to }) => {
    const start = minutesOf(from);
    const length = minutesOf(to) - start;
    return length > 0 ? [{ start: (start / dayMinutes) * 100, length: (length / dayMinutes) * 100 }] : [];
  });
}
