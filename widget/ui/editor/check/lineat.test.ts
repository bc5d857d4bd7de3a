import { equal } from 'node:assert/strict';
import { test } from 'node:test';
import { lineAt } from './lineat';

const text = 'one\n\nthree';
const cases: [number, string][] = [
  [1, 'one'],
  [2, ''],
  [3, 'three'],
  [4, ''],
];
for (const [line, words] of cases) {
  test(`line ${line}`, () => {
    const { from, to } = lineAt(text, line);
    equal(text.slice(from, to), words);
  });
}

test('a line behind the end is the end', () => equal(lineAt(text, 9).from, text.length));
