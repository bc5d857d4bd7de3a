// The chip of a service standard: what is due, when, and how pressing that is. Also how long times are said.
import type { Standard } from '../shared/wire';

/** What of a row or a state the chip is made of. */
export interface Clocked {
  due?: number;
  warn?: number;
  standard?: Standard;
}

/** Words and look of a chip. */
export interface Chip {
  text: string;
  look: 'plain' | 'warn' | 'bad';
}

const what: Record<Standard, string> = { first: 'Answer', next: 'Answer', resolve: 'End' };

/** The chip at a time, undefined if no clock runs. */
export function chipOf({ due, warn, standard = 'next' }: Clocked, now: number): Chip | undefined {
  if (!due) return undefined;
  if (now >= due) return { text: `${what[standard]} missed by ${about(now - due)}`, look: 'bad' };
  if (warn && now >= warn) return { text: `Due soon: ${what[standard].toLowerCase()} in ${about(due - now)}`, look: 'warn' };
  return { text: `${what[standard]} due in ${about(due - now)}`, look: 'plain' };
}

/** A length of time in one unit: 40 s, 3 min, 2 h, 3 days. Rounded up, so that nothing is said to be 0. */
export function about(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  if (seconds < 60) return `${Math.max(1, seconds)} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.round(minutes / 60);
  if (hours < 48) return `${hours} h`;
  return `${Math.round(hours / 24)} days`;
}

/** Seconds as a standard is said to people: "4 minutes", "1 hour"; "" for none. */
export function standardWords(seconds: number | undefined): string {
  if (!seconds || seconds <= 0) return '';
  const units: [number, string][] = [
    [86_400, 'day'],
    [3_600, 'hour'],
    [60, 'minute'],
    [1, 'second'],
  ];
  for (const [size, name] of units) {
    if (seconds < size || (seconds % size !== 0 && size > 1)) continue;
    const n = seconds / size;
    return `${n} ${name}${n === 1 ? '' : 's'}`;
  }
  return '';
}
