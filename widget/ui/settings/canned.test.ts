import { equal, match, ok } from 'node:assert/strict';
import { test } from 'node:test';
import { faultOfShortcut, matches } from './canned';
import { capacityOf } from './members';

const reply = { id: 'a', shortcut: 'refund', title: 'Refund is on its way', text: 'Dear {{customer}}', team: '', tags: ['money'] };

test('every word of a search must occur, wherever', () => {
  for (const search of ['', 'refund', '/ref', 'way DEAR', 'money refund']) ok(matches(reply, search), search);
  for (const search of ['refused', 'refund parcel']) ok(!matches(reply, search), search);
});

test('shortcuts are small letters, digits and hyphens, and belong to one reply', () => {
  equal(faultOfShortcut('refund-2', false), '');
  for (const wrong of ['', 'Refund', 're fund', 'x'.repeat(31), 'ä']) match(faultOfShortcut(wrong, false), /small letters/);
  match(faultOfShortcut('refund', true), /Another reply/);
});

const capacities: [string, number][] = [
  ['', 0],
  [' 7 ', 7],
  ['100', 100],
  ['0', -1],
  ['101', -1],
  ['2.5', -1],
  ['many', -1],
];
for (const [typed, want] of capacities) {
  test(`a capacity of “${typed}” is ${want}`, () => equal(capacityOf(typed), want));
}
