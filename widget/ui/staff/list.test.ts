import { deepEqual, ok } from 'node:assert/strict';
import { test } from 'node:test';
import { inserted, moved, partsOf, replaced, same, without } from './list';

test('changes leave the old list as it was', () => {
  const list = Object.freeze(['a', 'b', 'c']);
  deepEqual(replaced(list, 1, 'x'), ['a', 'x', 'c']);
  deepEqual(without(list, 0), ['b', 'c']);
  deepEqual(inserted(list, 3, 'd'), ['a', 'b', 'c', 'd']);
  deepEqual(inserted(list, 0, 'd'), ['d', 'a', 'b', 'c']);
  deepEqual(list, ['a', 'b', 'c']);
});

const moves: [number, number, string][] = [
  [0, 1, 'bac'],
  [2, -1, 'acb'],
  [0, -1, 'abc'],
  [2, 1, 'abc'],
  [0, 2, 'bca'],
  [3, -1, 'abc'],
];
for (const [at, by, want] of moves) {
  test(`moving ${at} by ${by} gives ${want}`, () => deepEqual(moved(['a', 'b', 'c'], at, by), [...want]));
}

test('what is not set is the same as what is not there', () => {
  ok(same({ a: 1, b: undefined }, { a: 1 }));
  ok(same({ a: [{ b: 'x' }] }, { a: [{ b: 'x' }] }));
  ok(!same({ a: 1 }, { a: 1, b: 0 }));
  ok(!same({ a: 1 }, { b: 1 }));
  ok(!same(['a', 'b'], ['b', 'a']));
  ok(!same([], {}));
  ok(!same(null, {}));
  ok(!same('1', 1));
});

test('words are read between commas, lines between breaks', () => {
  deepEqual(partsOf(' de, en ,, de', ','), ['de', 'en']);
  deepEqual(partsOf('one, two\n\n three \n', '\n'), ['one, two', 'three']);
  deepEqual(partsOf(' , ', ','), []);
});
