import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import type { Line } from './lines';
import { compare, sideBySide } from './lines';

const words = (lines: Line[]) => lines.map(({ kind, text }) => `${{ same: ' ', removed: '-', added: '+' }[kind]}${text}`);

test('a changed line is removed and added', () => {
  deepEqual(words(compare('a\nb\nc', 'a\nx\nc')), [' a', '-b', '+x', ' c']);
});

test('an empty text has no line', () => {
  deepEqual(words(compare('', 'a')), ['+a']);
  deepEqual(words(compare('a', '')), ['-a']);
  deepEqual(words(compare('', '')), []);
});

test('ends of lines do not count', () => {
  deepEqual(words(compare('a\r\nb', 'a\nb')), [' a', ' b']);
});

test('replaced lines stand side by side', () => {
  deepEqual(sideBySide(compare('a\nb\nc', 'x\nc\nd')), [
    { left: 'a', right: 'x', same: false },
    { left: 'b', right: undefined, same: false },
    { left: 'c', right: 'c', same: true },
    { left: undefined, right: 'd', same: false },
  ]);
});

test('both texts can be read back, and no common line is missed', () => {
  const random = generator(7);
  for (let round = 0; round < 500; round++) {
    const a = letters(random);
    const b = letters(random);
    const lines = compare(a.join('\n'), b.join('\n'));
    deepEqual(side(lines, 'added'), a);
    deepEqual(side(lines, 'removed'), b);
    equal(lines.filter((line) => line.kind === 'same').length, longest(a, b));
  }
});

test('huge texts without a common line are replaced as a whole', () => {
  const many = (letter: string) => Array.from({ length: 3000 }, (_, i) => letter + i).join('\n');
  const lines = compare(many('a'), many('b'));
  equal(lines.length, 6000);
  equal(lines[0]?.kind, 'removed');
});

/** The text on one side: all lines but those of the other side. */
function side(lines: Line[], without: Line['kind']): string[] {
  return lines.filter((line) => line.kind !== without).map((line) => line.text);
}

function letters(random: () => number): string[] {
  return Array.from({ length: 1 + Math.floor(random() * 8) }, () => 'abc'.charAt(Math.floor(random() * 3)));
}

/** Length of the longest common subsequence, by plain recursion. */
function longest(a: string[], b: string[]): number {
  if (a.length === 0 || b.length === 0) return 0;
  if (a[0] === b[0]) return 1 + longest(a.slice(1), b.slice(1));
  return Math.max(longest(a.slice(1), b), longest(a, b.slice(1)));
}

/** Numbers in [0, 1) from a seed: Park and Miller's minimal standard. */
function generator(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48271) % 2147483647) / 2147483647;
}
