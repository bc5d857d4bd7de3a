// Changes of lists that leave the old list as it was.

/** Returns the list with another entry at the place. */
export function replaced<T>(list: readonly T[], at: number, entry: T): T[] {
  return list.map((old, i) => (i === at ? entry : old));
}

/** Returns the list without the entry at the place. */
export function without<T>(list: readonly T[], at: number): T[] {
  return list.filter((_, i) => i !== at);
}

/** Returns the list with one more entry at the place. */
export function inserted<T>(list: readonly T[], at: number, entry: T): T[] {
  return [...list.slice(0, at), entry, ...list.slice(at)];
}

/** Returns the list with the entry moved by so many places; the ends of the list stop it. */
export function moved<T>(list: readonly T[], at: number, by: number): T[] {
  const entry = list[at];
  if (entry === undefined) return [...list];
  const to = Math.max(0, Math.min(list.length - 1, at + by));
  return inserted(without(list, at), to, entry);
}

/** Reports whether two values hold the same. What is the same object is not looked into. */
export function same(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const left = entries(a);
  const right = new Map(entries(b));
  return left.length === right.size && left.every(([name, value]) => right.has(name) && same(value, right.get(name)));
}

/** The fields that are set: one that is undefined is not sent either. */
function entries(of: object): [string, unknown][] {
  return Object.entries(of).filter(([, value]) => value !== undefined);
}

/** Reads words that are separated by commas or, with "\n", by lines; empty ones and repetitions are dropped. */
export function partsOf(text: string, separator: ',' | '\n'): string[] {
  const parts = text.split(separator).map((part) => part.trim());
  return [...new Set(parts.filter((part) => part !== ''))];
}
