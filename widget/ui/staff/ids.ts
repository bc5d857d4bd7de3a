// Names for things that are new.

/** Marks ids that stand in until the thing is saved and gets its own. */
const standIn = '~';

/** A random id of 10 letters and digits. */
export function randomID(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(10));
  return Array.from(bytes, (byte) => 'abcdefghijkmnpqrstuvwxyz23456789'[byte % 32]).join('');
}

/** An id until the thing is saved. */
export function standInID(): string {
  return standIn + randomID();
}

/** Reports whether the id only stands in. */
export function isStandIn(id: string): boolean {
  return id.startsWith(standIn);
}

/** Makes a title a name of small letters, digits and hyphens; "" if nothing of it can be kept. */
export function slug(title: string, most = 40): string {
  const plain = title
    .replace(/ß/g, 'ss')
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-');
  return trimmed(trimmed(plain).slice(0, most));
}

function trimmed(name: string): string {
  return name.replace(/^-+|-+$/g, '');
}

/** Returns the name, or with a number behind it the first that is not taken. */
export function unique(name: string, taken: ReadonlySet<string>): string {
  if (!taken.has(name)) return name;
  for (let n = 2; ; n++) {
    const other = `${name}-${n}`;
    if (!taken.has(other)) return other;
  }
}
