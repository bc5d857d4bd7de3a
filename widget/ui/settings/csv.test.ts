import { equal } from 'node:assert/strict';
import { test } from 'node:test';
import type { Cell } from './csv';
import { csv } from './csv';

const cases: [Cell, string][] = [
  ['plain', 'plain'],
  ['', ''],
  [null, ''],
  [0.95, '0.95'],
  [-1, '-1'],
  ['a, b', '"a, b"'],
  ['say "yes"', '"say ""yes"""'],
  ['two\nlines', '"two\nlines"'],
  ['=HYPERLINK("x")', '"\'=HYPERLINK(""x"")"'],
  ['+49', "'+49"],
  ['-1', "'-1"],
  ['@SUM(A1)', "'@SUM(A1)"],
  [' =1', "' =1"],
  ['＝1', "'＝1"],
  ['\t=1', '"\'\t=1"'],
  ['\rx', '"\'\rx"'],
  ['a=b', 'a=b'],
];

for (const [cell, want] of cases) {
  test(`the cell ${JSON.stringify(cell)}`, () => equal(csv([[cell]]), `${want}\r\n`));
}

test('rows end with a line break of their own', () => {
  equal(csv([['a', 1], ['b', null]]), 'a,1\r\nb,\r\n');
  equal(csv([]), '');
});
