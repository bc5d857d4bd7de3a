// What differs between two sentences that contradict each other.

/** A stretch of a sentence. */
export interface Stretch {
  text: string;
  differs: boolean;
}

// A number with its separators, a word, or one sign.
const token = /\p{N}[\p{N}.,:]*\p{N}|[\p{L}\p{M}\p{N}]+|[^]/gu;
const wordy = /[\p{L}\p{N}]/u;
const number = /\p{N}/u;

/**
 * Marks in both sentences what the other has not: the numbers, where both have others; else the words. The stretches
 * together are the sentence.
 */
export function marked(one: string, other: string): [Stretch[], Stretch[]] {
  const a = one.match(token) ?? [];
  const b = other.match(token) ?? [];
  const ownA = without(a, b);
  const ownB = without(b, a);
  const numbers = [ownA, ownB].every((own) => [...own].some((word) => number.test(word)));
  const differs = (own: Set<string>) => (word: string) => own.has(word.toLowerCase()) && (!numbers || number.test(word));
  return [stretches(a, differs(ownA)), stretches(b, differs(ownB))];
}

/** The words of a that b has not, in small letters. */
function without(a: string[], b: string[]): Set<string> {
  const known = new Set(b.map((word) => word.toLowerCase()));
  return new Set(a.filter((word) => wordy.test(word)).map((word) => word.toLowerCase()).filter((word) => !known.has(word)));
}

function stretches(words: string[], differs: (word: string) => boolean): Stretch[] {
  const out: Stretch[] = [];
  for (const word of words) {
    const is = differs(word);
    const last = out.at(-1);
    if (last?.differs === is && !is) last.text += word;
    else out.push({ text: word, differs: is });
  }
  return out;
}
