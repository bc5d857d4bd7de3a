import { useEffect, useRef, useState } from 'preact/hooks';
import { dateAndTime, daysBefore, timeOfDay } from '../shared/format';

/** The time in ms since 1970, again every interval of ms while the component is shown. */
export function useNow(interval = 1000): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), interval);
    return () => clearInterval(timer);
  }, [interval]);
  return now;
}

// One timer for everything on the page that shows how time passes.
const watchers = new Set<() => void>();
let ticking: ReturnType<typeof setInterval> | undefined;

function watch(f: () => void): () => void {
  watchers.add(f);
  ticking ??= setInterval(() => {
    for (const each of [...watchers]) each();
  }, 1000);
  return () => {
    watchers.delete(f);
    if (watchers.size > 0) return;
    clearInterval(ticking);
    ticking = undefined;
  };
}

/**
 * What `compute` makes of the time, computed again every second; the component is drawn again only when that
 * is another text or number. `inputs` are what else it is made of.
 */
export function useTicking<T extends string | number>(compute: (now: number) => T, inputs: readonly unknown[]): T {
  const [, redraw] = useState(0);
  const value = compute(Date.now());
  const shown = useRef(value);
  shown.current = value;
  useEffect(
    () =>
      watch(() => {
        if (compute(Date.now()) !== shown.current) redraw((n) => n + 1);
      }),
    inputs,
  );
  return value;
}

/** How long something lasts, short enough for a list: 42 s, 3:07, 1 h 05 m, 2 d. */
export function span(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes}:${two(seconds % 60)}`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return `${hours} h ${two(minutes % 60)} m`;
  return `${Math.floor(hours / 24)} d`;
}

function two(n: number): string {
  return String(n).padStart(2, '0');
}

/** The reader's language for times and dates; the words of the surfaces are English. */
export const reading = typeof navigator === 'undefined' ? 'en' : navigator.language;

/**
 * A time of today as 12:01; of a day nearby with "tomorrow", "yesterday" or, within the coming week, its weekday; of
 * any other with its date. The year stands there only if it is another one.
 */
export function moment(at: number, now: number, locale: string = reading): string {
  const ahead = -daysBefore(at, now);
  const time = timeOfDay(at, locale);
  if (ahead === 0) return time;
  if (Math.abs(ahead) === 1) return `${new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(ahead, 'day')}, ${time}`;
  const day = new Date(at);
  if (ahead > 1 && ahead < 7) return `${day.toLocaleDateString(locale, { weekday: 'long' })}, ${time}`;
  if (day.getFullYear() !== new Date(now).getFullYear()) return dateAndTime(at, locale);
  return `${day.toLocaleDateString(locale, { month: 'short', day: 'numeric' })}, ${time}`;
}
