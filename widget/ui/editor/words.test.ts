import { deepEqual, equal, ok } from 'node:assert/strict';
import { test } from 'node:test';
import type { Piece } from './words';
import { changed, diff, likeness, linesOf } from './words';

/** Writes pieces as [-removed-], {+added+} and plain text. */
function drawn(pieces: Piece[]): string {
  return pieces.map(({ kind, text }) => (kind === 'same' ? text : kind === 'removed' ? `[-${text}-]` : `{+${text}+}`)).join('');
}

const cases: [string, string, string][] = [
  ['', '', ''],
  ['same', 'same', 'same'],
  ['', 'new words', '{+new words+}'],
  ['old words', '', '[-old words-]'],
  ['You have 30 days.', 'You have 77 days.', 'You have [-30-]{+77+} days.'],
  ['a b c', 'a c', 'a [-b -]c'],
  ['a c', 'a b c', 'a {+b +}c'],
  ['within two weeks please', 'after three months please', '[-within two weeks-]{+after three months+} please'],
  ['one\ntwo\nthree', 'one\n2\nthree', 'one\n[-two-]{+2+}\nthree'],
  ['don’t', 'do', '[-don’t-]{+do+}'],
  ['配送は三日です', '配送は五日です', '配送は[-三-]{+五+}日です'],
  ['One end.', 'One end.\n\nMore.', 'One end.{+\n\nMore.+}'],
  ['One end.\nMore.\nLast.', 'One end.\nLast.', 'One end.\n[-More.\n-]Last.'],
  ['the the the cat', 'the the cat', 'the the [-the -]cat'],
];
for (const [before, after, want] of cases) {
  test(`“${before}” → “${after}”`, () => equal(drawn(diff(before, after)), want));
}

test('the pieces make up both texts, whatever they are', () => {
  let state = 7;
  const random = (below: number) => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return Math.floor((state / 2147483648) * below);
  };
  const words = ['a', 'b', 'c', ' ', ' ', '\n', '.', 'ü', '水', '👍🏽', 'word'];
  const text = () => Array.from({ length: random(60) }, () => words[random(words.length)]).join('');
  for (let n = 0; n < 3000; n++) {
    const [before, after] = [text(), text()];
    const pieces = diff(before, after);
    equal(pieces.filter((p) => p.kind !== 'added').map((p) => p.text).join(''), before);
    equal(pieces.filter((p) => p.kind !== 'removed').map((p) => p.text).join(''), after);
    equal(changed(pieces), before !== after);
  }
});

test('where no word occurs once, nothing shorter is possible', () => {
  for (let n = 1; n <= 40; n++) {
    const row = (seed: number) => Array.from({ length: 30 }, (_, i) => (((i * i + seed) * seed) % 7 < 3 ? '水' : '火')).join('');
    const [before, after] = [`水水火${row(n)}火`, `火火水${row(n + 41)}水`];
    const same = diff(before, after).filter((p) => p.kind === 'same').map((p) => p.text).join('');
    equal(same.length, longestCommon(before, after));
  }
});

/** The length of the longest common subsequence, by the table. */
function longestCommon(a: string, b: string): number {
  let above = new Array<number>(b.length + 1).fill(0);
  for (const letter of a) {
    const row = [0];
    for (let j = 0; j < b.length; j++) row.push(letter === b[j] ? (above[j] ?? 0) + 1 : Math.max(above[j + 1] ?? 0, row[j] ?? 0));
    above = row;
  }
  return above.at(-1) ?? 0;
}

test('how alike two texts are', () => {
  equal(likeness(diff('', '')), 1);
  equal(likeness(diff('same', 'same')), 1);
  equal(likeness(diff('one', 'two')), 0);
  equal(likeness(diff('ab cd', 'ab ef')), 0.6);
  equal(likeness(diff('ab', 'ab cd')), 0.4);
});

test('lines keep their changes', () => {
  deepEqual(linesOf(diff('one\ntwo', 'one\ntwo and\nthree')), [
    [{ kind: 'same', text: 'one' }],
    [
      { kind: 'same', text: 'two' },
      { kind: 'added', text: ' and' },
    ],
    [{ kind: 'added', text: 'three' }],
  ]);
  equal(linesOf(diff('a\nb', 'a\n\nb')).length, 3);
});

const long = (seed: number, count: number) =>
  Array.from({ length: count }, (_, i) => (i % 12 === 11 ? `end${(i * seed) % 701}.\n` : `w${(i * i * seed + i) % 997} `)).join('');

const before = long(3, 10_000);
const bodies: [string, string][] = [
  ['one word changed', before.replace(/w\d+ /, 'changed ')],
  ['every seventh word changed', before.split(' ').map((word, i) => (i % 7 ? word : `${word}x`)).join(' ')],
  ['halves swapped', before.slice(before.length / 2) + before.slice(0, before.length / 2)],
  ['another text', long(11, 10_000)],
  ['the words in reverse', before.split(' ').reverse().join(' ')],
  ['no word in common', before.replaceAll('w', 'v').replaceAll('end', 'fin')],
];
// They take 5 to 45 ms on a small machine. The bound is far above, so that only growth with the square breaks it.
for (const [what, after] of bodies) {
  test(`10,000 words, ${what}`, () => {
    const start = performance.now();
    ok(changed(diff(before, after)));
    const ms = performance.now() - start;
    ok(ms < 2_000, `${what} took ${ms.toFixed(1)} ms`);
  });
}
