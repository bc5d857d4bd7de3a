// Times to put a conversation aside until, in the agent's own time.

/** A time that is offered. */
export interface Preset {
  name: 'hour' | 'tomorrow' | 'monday' | 'answer';
  /** ms since 1970; -1 until the customer writes */
  until: number;
}

/** The day `days` after now, at an hour of the agent's clock. */
function at(now: number, days: number, hour: number): number {
  const date = new Date(now);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() + days, hour).getTime();
}

/** What is offered at a time. On Sundays tomorrow is Monday, which is then offered once. */
export function presets(now: number): Preset[] {
  const weekday = new Date(now).getDay();
  const untilMonday = (8 - weekday) % 7 || 7;
  const all: Preset[] = [
    { name: 'hour', until: now + 3_600_000 },
    { name: 'tomorrow', until: at(now, 1, 9) },
    { name: 'monday', until: at(now, untilMonday, 9) },
    { name: 'answer', until: -1 },
  ];
  return all.filter((preset) => preset.name !== 'monday' || untilMonday > 1);
}

/** A time as the value of an input of the type datetime-local. */
export function asInput(time: number): string {
  const date = new Date(time);
  const two = (n: number) => String(n).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}T${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** The time of such a value, NaN if it is none. */
export function fromInput(value: string): number {
  return value ? new Date(value).getTime() : Number.NaN;
}
