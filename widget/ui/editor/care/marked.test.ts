import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import { marked } from './marked';

/** The sentence with what differs in brackets. */
function shown(one: string, other: string): string[] {
  return marked(one, other).map((side) => side.map(({ text, differs }) => (differs ? `[${text}]` : text)).join(''));
}

test('the numbers are marked where both have others', () => {
  deepEqual(shown('You can return it within 14 days.', 'Send it back in 30 days at most.'), [
    'You can return it within [14] days.',
    'Send it back in [30] days at most.',
  ]);
});

test('a number keeps its separators', () => {
  deepEqual(shown('It costs 1,299.50 euro until 18:30.', 'It costs 1,299.00 euro until 18:30.'), [
    'It costs [1,299.50] euro until 18:30.',
    'It costs [1,299.00] euro until 18:30.',
  ]);
});

test('words are marked where one side has no number of its own', () => {
  deepEqual(shown('Within 14 days.', 'Within two weeks.'), ['Within [14] [days].', 'Within [two] [weeks].']);
});

test('capitals do not differ, and the same sentence has no mark', () => {
  deepEqual(shown('Free FROM 50 euro', 'free from 50 euro'), ['Free FROM 50 euro', 'free from 50 euro']);
});

test('nothing is lost', () => {
  for (const [a, b] of [
    ['', 'x'],
    ['Ça coûte 5 €, 3 % de plus…', '五天 14 天'],
    ['a\nb', 'b  a'],
  ] as const) {
    const [left, right] = marked(a, b);
    equal(left.map(({ text }) => text).join(''), a);
    equal(right.map(({ text }) => text).join(''), b);
  }
});
