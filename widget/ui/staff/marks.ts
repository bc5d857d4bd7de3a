// Where a text breaks rules, from the byte offsets of the server.
import { indexOfByte } from '../shared/format';

/** A place where a text breaks a rule. Offsets are bytes of its UTF-8 form. */
export interface Hit {
  /** id of the rule */
  rule: string;
  start: number;
  end: number;
}

/** A part of the text that was tried. */
export interface Part {
  text: string;
  /** it breaks a rule */
  hit: boolean;
}

/** Takes the text apart at its hits. Hits that overlap become one mark. */
export function partsOf(text: string, hits: readonly Hit[]): Part[] {
  const parts: Part[] = [];
  const say = (from: number, to: number, hit: boolean) => {
    if (to > from) parts.push({ text: text.slice(from, to), hit });
  };
  let said = 0;
  let markFrom = 0;
  let markTo = 0;
  const places = hits.map(({ start, end }) => ({ from: indexOfByte(text, start), to: indexOfByte(text, end) }));
  for (const { from, to } of places.sort((a, b) => a.from - b.from)) {
    if (from > markTo) {
      say(markFrom, markTo, true);
      said = markTo;
      say(said, from, false);
      markFrom = from;
    }
    markTo = Math.max(markTo, to);
  }
  say(markFrom, markTo, true);
  say(markTo, text.length, false);
  return parts;
}
