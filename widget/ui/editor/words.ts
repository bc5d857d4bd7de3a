// Which words differ between two texts. Words that occur once in both texts and stand in the same order are
// anchors (patience diff, B. Cohen); between anchors the shortest edit script is sought (E. Myers, "An O(ND)
// difference algorithm and its variations", Algorithmica 1, 1986), and given up for stretches that have little in
// common: those are shown as replaced.

export type Kind = 'same' | 'removed' | 'added';

/** A stretch of one or both texts. */
export interface Piece {
  kind: Kind;
  text: string;
}

const maxEdits = 300; // beyond, a stretch between anchors counts as replaced: the time grows with the square
const maxSteps = 300_000; // of all searches of one comparison, together some milliseconds

// Scripts that write no blanks between words are compared letter by letter.
const token = /\n|[^\S\n]+|[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]\p{M}*|[\p{L}\p{N}\p{M}_]+|[^]/gu;

/** Cuts a text into words, blanks, ends of lines and signs. Together they are the text. */
export function tokens(text: string): string[] {
  return text.match(token) ?? [];
}

/** Compares two texts word by word. The pieces that are not added make up the first text, those not removed the second. */
export function diff(before: string, after: string): Piece[] {
  const a = tokens(before);
  const b = tokens(after);
  const kept = new Int32Array(a.length).fill(-1); // of each token of a: its place in b
  align({ a, b, kept, steps: maxSteps }, 0, a.length, 0, b.length);
  return readable(slid(piecesOf(a, b, kept)));
}

/** The pieces line by line; the end of a line belongs to none. */
export function linesOf(pieces: Piece[]): Piece[][] {
  const lines: Piece[][] = [[]];
  for (const { kind, text } of pieces) {
    const parts = text.split('\n');
    parts.forEach((part, i) => {
      if (i > 0) lines.push([]);
      if (part !== '' || (i < parts.length - 1 && kind !== 'same')) lines.at(-1)?.push({ kind, text: part });
    });
  }
  return lines;
}

/** Reports whether any word differs. */
export function changed(pieces: Piece[]): boolean {
  return pieces.some((piece) => piece.kind !== 'same');
}

/** How much of the longer text is the same, 0..1. */
export function likeness(pieces: Piece[]): number {
  const length = (kind: Kind) => pieces.reduce((sum, piece) => sum + (piece.kind === kind ? piece.text.length : 0), 0);
  const same = length('same');
  const longer = same + Math.max(length('removed'), length('added'));
  return longer === 0 ? 1 : same / longer;
}

interface Texts {
  a: string[];
  b: string[];
  kept: Int32Array;
  /** how much more may be searched */
  steps: number;
}

/** Aligns a[from, to) with b[start, end). */
function align(texts: Texts, from: number, to: number, start: number, end: number): void {
  const { a, b, kept } = texts;
  while (from < to && start < end && a[from] === b[start]) kept[from++] = start++;
  while (from < to && start < end && a[to - 1] === b[end - 1]) kept[--to] = --end;
  if (from === to || start === end) return;
  const anchors = anchorsOf(texts, from, to, start, end);
  if (anchors.length === 0) {
    shortest(texts, from, to, start, end);
    return;
  }
  for (const [i, j] of anchors) {
    align(texts, from, i, start, j);
    kept[i] = j;
    from = i + 1;
    start = j + 1;
  }
  align(texts, from, to, start, end);
}

/** The longest row of words that occur once in both stretches and stand in the same order. */
function anchorsOf({ a, b }: Texts, from: number, to: number, start: number, end: number): [number, number][] {
  const seen = new Map<string, { times: number; i: number; times2: number; j: number }>();
  for (let i = from; i < to; i++) {
    const word = a[i] ?? '';
    const known = seen.get(word);
    if (known) known.times++;
    else seen.set(word, { times: 1, i, times2: 0, j: 0 });
  }
  for (let j = start; j < end; j++) {
    const known = seen.get(b[j] ?? '');
    if (!known) continue;
    known.times2++;
    known.j = j;
  }
  // The map keeps the order of a.
  const both: [number, number][] = [];
  for (const [word, { times, times2, i, j }] of seen) if (times === 1 && times2 === 1 && word.trim() !== '') both.push([i, j]);
  return rising(both);
}

/** The longest subsequence whose second numbers rise: patience sorting. */
function rising(pairs: [number, number][]): [number, number][] {
  const tops: number[] = []; // of each pile: the place of its top in pairs
  const below = new Int32Array(pairs.length).fill(-1);
  pairs.forEach(([, j], n) => {
    let low = 0;
    let high = tops.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((pairs[tops[middle] ?? 0]?.[1] ?? 0) < j) low = middle + 1;
      else high = middle;
    }
    if (low > 0) below[n] = tops[low - 1] ?? -1;
    tops[low] = n;
  });
  const out: [number, number][] = [];
  for (let n = tops.at(-1) ?? -1; n >= 0; n = below[n] ?? -1) out.push(pairs[n] ?? [0, 0]);
  return out.reverse();
}

/** Myers' greedy search: after d edits, reach[k] is how far the diagonal k = i − j has come in a. */
function shortest(texts: Texts, from: number, to: number, start: number, end: number): void {
  const { a, b, kept } = texts;
  const n = to - from;
  const m = end - start;
  const most = Math.min(n + m, maxEdits);
  const reach = new Int32Array(2 * most + 3);
  const at = (k: number) => reach[k + most + 1] ?? 0;
  const trace: Int32Array[] = [];
  for (let d = 0; d <= most && texts.steps > 0; d++) {
    texts.steps -= d + 1;
    for (let k = -d; k <= d; k += 2) {
      let i = k === -d || (k !== d && at(k - 1) < at(k + 1)) ? at(k + 1) : at(k - 1) + 1;
      while (i < n && i - k < m && a[from + i] === b[start + i - k]) i++;
      reach[k + most + 1] = i;
      if (i >= n && i - k >= m) {
        walkBack(trace, d, n, m, (x, y) => (kept[from + x] = start + y));
        return;
      }
    }
    // What is read again on the way back: the diagonals from −d to d.
    trace.push(reach.slice(most + 1 - d, most + 2 + d));
  }
}

/** Follows the shortest way from its end, and tells the pairs that it keeps. */
function walkBack(trace: Int32Array[], edits: number, n: number, m: number, keep: (i: number, j: number) => void): void {
  let i = n;
  let j = m;
  for (let d = edits; d > 0; d--) {
    const row = trace[d - 1];
    const at = (k: number) => row?.[k + d - 1] ?? -1;
    const k = i - j;
    const down = k === -d || (k !== d && at(k - 1) < at(k + 1));
    const before = down ? k + 1 : k - 1;
    const startI = at(before);
    const afterI = down ? startI : startI + 1;
    while (i > afterI) keep(--i, --j);
    i = startI;
    j = startI - before;
  }
  while (i > 0 && j > 0) keep(--i, --j);
}

function piecesOf(a: string[], b: string[], kept: Int32Array): Piece[] {
  const pieces: Piece[] = [];
  const add = (kind: Kind, text: string) => {
    const last = pieces.at(-1);
    if (last?.kind === kind) last.text += text;
    else if (text !== '') pieces.push({ kind, text });
  };
  let j = 0;
  for (let i = 0; i <= a.length; i++) {
    const place = i < a.length ? (kept[i] ?? -1) : b.length;
    if (place < 0) {
      add('removed', a[i] ?? '');
      continue;
    }
    while (j < place) add('added', b[j++] ?? '');
    if (i < a.length) add('same', b[j++] ?? '');
  }
  return pieces;
}

/**
 * Moves a change to the end of a line where that says the same: of "end.¶More." for "end." the line is what is new,
 * not ".¶More".
 */
function slid(pieces: Piece[]): Piece[] {
  for (let n = 1; n + 1 < pieces.length; n++) {
    const [before, change, after] = [pieces[n - 1], pieces[n], pieces[n + 1]];
    if (!before || !change || !after || before.kind !== 'same' || change.kind === 'same' || after.kind !== 'same') continue;
    if (before.text.endsWith('\n')) continue;
    const words = tokens(change.text);
    const ends = words.indexOf('\n');
    if (ends < 1) continue;
    const rest = tokens(after.text);
    if (words.slice(0, ends).some((word, i) => word !== rest[i])) continue;
    const moved = words.slice(0, ends).join('');
    before.text += moved;
    change.text = words.slice(ends).join('') + moved;
    after.text = rest.slice(ends).join('');
  }
  return pieces.filter((piece) => piece.text !== '');
}

/** Joins changes that only blanks or signs keep apart: "a b" for "c d" reads better as one change than as two. */
function readable(pieces: Piece[]): Piece[] {
  const out: Piece[] = [];
  let removed = '';
  let added = '';
  const flush = () => {
    if (removed) out.push({ kind: 'removed', text: removed });
    if (added) out.push({ kind: 'added', text: added });
    removed = added = '';
  };
  pieces.forEach(({ kind, text }, n) => {
    const between = removed !== '' && added !== '' && n + 1 < pieces.length && replaces(pieces, n + 1);
    if (kind === 'removed') removed += text;
    else if (kind === 'added') added += text;
    else if (between && /^[^\S\n]+$/.test(text)) {
      removed += text;
      added += text;
    } else {
      flush();
      out.push({ kind, text });
    }
  });
  flush();
  return out;
}

/** Reports whether the pieces from n on take something away and put something in its place. */
function replaces(pieces: Piece[], n: number): boolean {
  return pieces[n]?.kind === 'removed' && pieces[n + 1]?.kind === 'added';
}
