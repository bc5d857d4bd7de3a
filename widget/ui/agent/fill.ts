// Canned replies: finding one, and putting what is known in place of its variables.

/** The names that a canned reply may put between double braces; the server's list (package aid). */
export const variables = ['customer', 'agent', 'team', 'site', 'page', 'standard', 'today'] as const;
export type Variable = (typeof variables)[number];

/** Values of the variables. One that is not known, or blank, is left as a gap. */
export type Values = Partial<Record<Variable, string>>;

/** Fills a canned reply. A variable without a value stays as its name in square brackets. */
export function fill(text: string, values: Values): string {
  return text.replace(/\{\{\s*([a-z]+)\s*\}\}/gi, (_, name: string) => {
    const known = values[name.toLowerCase() as Variable]?.trim();
    return known || `[${name.toLowerCase()}]`;
  });
}

/** The gaps of a text that were left by variables without a value, each once, such as "[page]". */
export function gapsIn(text: string): string[] {
  return variables.map((name) => `[${name}]`).filter((gap) => text.includes(gap));
}

/** Something that is found by its words. */
interface Titled {
  title: string;
  shortcut?: string;
  text?: string;
  tags?: string[] | null;
  team?: string;
}

/**
 * What fits the words, best first: shortcuts that begin so, then titles, then everything that has all words.
 * What belongs to another team is left out.
 */
export function found<T extends Titled>(all: readonly T[], words: string, team: string | undefined): T[] {
  const wanted = words.toLowerCase().replace(/^\//, '').split(/\s+/).filter(Boolean);
  const rank = (each: T): number => {
    const title = each.title.toLowerCase();
    const rest = `${each.shortcut ?? ''} ${title} ${(each.tags ?? []).join(' ')} ${each.text ?? ''}`.toLowerCase();
    if (!wanted.every((word) => rest.includes(word))) return -1;
    if (wanted.length === 0) return 1;
    if (each.shortcut?.startsWith(wanted.join('-'))) return 3;
    return wanted.every((word) => title.includes(word)) ? 2 : 1;
  };
  return all
    .filter((each) => !each.team || !team || each.team === team)
    .map((each) => ({ each, rank: rank(each) }))
    .filter(({ rank }) => rank >= 0)
    .sort((a, b) => b.rank - a.rank || a.each.title.localeCompare(b.each.title))
    .map(({ each }) => each);
}

/** A colleague's name that is being written after an @, and where it begins. */
export interface Mention {
  at: number;
  words: string;
}

/** The mention that the cursor stands in, undefined if it stands in none. */
export function mentionAt(text: string, cursor: number): Mention | undefined {
  const before = text.slice(0, cursor);
  const at = before.lastIndexOf('@');
  if (at < 0 || (at > 0 && !/[\s(]/.test(before.charAt(at - 1)))) return undefined;
  const words = before.slice(at + 1);
  if (words.length > 40 || /[\n,.;:!?]/.test(words) || /\s\S*\s\S*\s/.test(words)) return undefined;
  return { at, words };
}

/** The text with a colleague's name in place of what was begun, and where the cursor goes. */
export function mentioning(text: string, mention: Mention, name: string): { text: string; cursor: number } {
  const head = `${text.slice(0, mention.at)}@${name} `;
  const tail = text.slice(mention.at + 1 + mention.words.length).replace(/^ /, '');
  return { text: head + tail, cursor: head.length };
}
