import { equal } from 'node:assert/strict';
import { test } from 'node:test';
import type { Hit } from './marks';
import { partsOf } from './marks';

/** Hits at these byte offsets. */
const hits = (...places: [number, number][]): Hit[] => places.map(([start, end]) => ({ rule: 'r', start, end }));
const drawn = (text: string, places: Hit[]) =>
  partsOf(text, places)
    .map((part) => (part.hit ? `[${part.text}]` : part.text))
    .join('');

const cases: [string, [number, number][], string][] = [
  ['we promise a refund', [[3, 10]], 'we [promise] a refund'],
  ['promise', [[0, 7]], '[promise]'],
  ['a b c', [[4, 5], [0, 1]], '[a] b [c]'],
  ['abcdef', [[0, 3], [2, 5]], '[abcde]f'],
  ['abcdef', [[0, 5], [1, 2]], '[abcde]f'],
  ['abc', [], 'abc'],
  ['für “immer”', [[8, 13]], 'für “[immer]”'],
  ['😀 gratis 😀', [[5, 11]], '😀 [gratis] 😀'],
];
for (const [text, places, want] of cases) {
  test(`${JSON.stringify(places)} marks ${want}`, () => equal(drawn(text, hits(...places)), want));
}
