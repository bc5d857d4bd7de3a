// Reads what the server sent, whatever it is: what is missing becomes empty.

/** An object of which any field may be missing. */
export type Loose<T> = { [K in keyof T]?: T[K] | null | undefined };

/** Reads an object, an empty one if it is none. */
export const loose = <T>(sent: unknown): Loose<T> => (typeof sent === 'object' && sent !== null ? sent : {}) as Loose<T>;

/** Reads the entries of a list, none if it is no list. */
export const all = <T>(sent: unknown, read: (entry: unknown) => T): T[] => (Array.isArray(sent) ? sent.map(read) : []);

/** Reads a text, "" if it is none. */
export const text = (sent: unknown): string => (typeof sent === 'string' ? sent : '');

/** Reads a list of texts. */
export const texts = (sent: unknown): string[] => all(sent, text);

/** Reads a number, 0 if it is none. */
export const number = (sent: unknown): number => (typeof sent === 'number' ? sent : 0);
