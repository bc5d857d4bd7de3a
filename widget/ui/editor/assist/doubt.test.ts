import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import { left, packed, placeOf, unpacked } from './doubt';

const body = '## Returns\n\nYou can return it (unused)\nwithin 30 days. It costs 5 €.';

test('words are found however their lines are broken', () => {
  const at = placeOf(body, 'You can return it (unused) within 30 days.');
  equal(at && body.slice(at.from, at.to), 'You can return it (unused)\nwithin 30 days.');
  equal(placeOf(body, 'You can return it unused'), null);
  equal(placeOf(body, '  '), null);
  equal(placeOf('a.b', 'a.b')?.to, 3);
  equal(placeOf('axb', 'a.b'), null);
});

test('what was taken out is told from what an editor has changed', () => {
  const doubts = unpacked(packed([{ text: 'It costs 5 €.', why: 'No source says so.' }, { text: 'We promise it.', why: 'A promise.' }], body));
  deepEqual(
    doubts.map(({ out }) => out),
    [false, true],
  );
  equal(left(doubts, body), 1);
  equal(left(doubts, body.replace('5 €', '6 €')), 0);
});

test('what is kept is read with care', () => {
  deepEqual(unpacked('{'), []);
  deepEqual(unpacked('{"text":"a"}'), []);
  deepEqual(unpacked('[null,{"text":"a"},{"text":"b","why":"c","out":false}]'), [{ text: 'b', why: 'c', out: false }]);
  deepEqual(unpacked(packed([], body)), []);
});
