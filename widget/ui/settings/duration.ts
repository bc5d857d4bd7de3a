// Times as people write them: an amount and a unit. Documents hold seconds.

export type Unit = 'second' | 'minute' | 'hour' | 'day';

/** Every unit, the shortest first. */
export const units: readonly Unit[] = ['second', 'minute', 'hour', 'day'];

const lengths: Record<Unit, number> = { second: 1, minute: 60, hour: 3600, day: 86_400 };

/** What stands for a text that is no number. */
export const unreadable = -1;

/** A time as it is typed. */
export interface Typed {
  amount: string;
  unit: Unit;
}

/** Takes seconds apart into the longest unit that leaves a whole amount; undefined is an empty amount. */
export function typedOf(seconds: number | undefined): Typed {
  if (seconds === undefined) return { amount: '', unit: 'minute' };
  if (seconds < 0) return { amount: '?', unit: 'minute' };
  const fits = units.filter((unit) => seconds >= lengths[unit] && seconds % lengths[unit] === 0);
  const unit = fits[fits.length - 1] ?? 'minute';
  return { amount: String(seconds / lengths[unit]), unit };
}

/** Reads what was typed as seconds: undefined if it is empty, unreadable if it is no number. */
export function secondsOf({ amount, unit }: Typed): number | undefined {
  const text = amount.trim().replace(',', '.');
  if (text === '') return undefined;
  if (!/^(\d+\.?\d*|\.\d+)$/.test(text)) return unreadable;
  const seconds = Number(text) * lengths[unit];
  // Less than a second is more than nothing: it is not the zero that was not typed.
  return seconds > 0 ? Math.max(1, Math.round(seconds)) : 0;
}

/** The time in words: 4 minutes, 1 hour, 90 minutes. */
export function inWords(seconds: number): string {
  const { amount, unit } = typedOf(seconds);
  return `${amount} ${unit}${amount === '1' ? '' : 's'}`;
}

/** What is wrong with a time, "" if nothing is. The server has the last word. */
export function faultOf(seconds: number | undefined, optional: boolean): string {
  if (seconds === undefined) return optional ? '' : 'Write how long.';
  if (seconds < 0) return 'This is no number. Write one, such as 4 or 1.5.';
  if (seconds === 0) return optional ? 'Zero cannot be kept. Leave it empty for none.' : 'Zero is too short. Write a longer time.';
  return seconds > 366 * lengths.day ? 'This is more than a year. Write a shorter time.' : '';
}
