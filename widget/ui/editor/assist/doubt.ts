// What is to be checked in a text that a model has drafted, while it is edited.
import type { Doubt } from './assistjson';

/** A doubt on the page. */
export interface Marked extends Doubt {
  /** it was taken out before an editor saw it */
  out: boolean;
}

/** The doubts as they are kept beside the text. */
export function packed(doubts: readonly Doubt[], body: string): string {
  return JSON.stringify(doubts.map(({ text, why }): Marked => ({ text, why, out: placeOf(body, text) === null })));
}

/** Reads what was kept; what cannot be read is none. */
export function unpacked(kept: string): Marked[] {
  try {
    const doubts: unknown = JSON.parse(kept);
    if (!Array.isArray(doubts)) return [];
    return doubts.filter((doubt): doubt is Marked => typeof doubt?.text === 'string' && typeof doubt.why === 'string');
  } catch {
    return [];
  }
}

/** Where the words stand in the text, however their lines are broken; null if they do not. */
export function placeOf(body: string, words: string): { from: number; to: number } | null {
  const parts = words.split(/\s+/).filter(Boolean);
  if (parts.length === 0) return null;
  const found = new RegExp(parts.map(escaped).join('\\s+')).exec(body);
  return found && { from: found.index, to: found.index + found[0].length };
}

function escaped(word: string): string {
  return word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** How many of the doubts stand in the text as they were drafted. */
export function left(doubts: readonly Marked[], body: string): number {
  return doubts.filter(({ out, text }) => !out && placeOf(body, text)).length;
}
