import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import { about, chipOf, standardWords } from './standard';

const minute = 60_000;

test('a chip says what is due and how pressing it is', () => {
  const clock = { due: 10 * minute, warn: 8 * minute, standard: 'first' as const };
  deepEqual(chipOf(clock, 7 * minute), { text: 'Answer due in 3 min', look: 'plain' });
  deepEqual(chipOf(clock, 8 * minute), { text: 'Due soon: answer in 2 min', look: 'warn' });
  deepEqual(chipOf(clock, 10 * minute), { text: 'Answer missed by 1 s', look: 'bad' });
  deepEqual(chipOf(clock, 12 * minute), { text: 'Answer missed by 2 min', look: 'bad' });
  deepEqual(chipOf({ ...clock, standard: 'resolve' }, 0), { text: 'End due in 10 min', look: 'plain' });
});

test('without a clock there is no chip, and without a time to warn no warning', () => {
  equal(chipOf({}, 0), undefined);
  equal(chipOf({ due: 0 }, 0), undefined);
  equal(chipOf({ due: minute, standard: 'next' }, minute - 1)?.look, 'plain');
});

test('times are said in one unit', () => {
  deepEqual(
    [0, 1, 59_000, 60_000, 150_000, 59 * minute, 60 * minute, 47 * 60 * minute, 72 * 60 * minute].map(about),
    ['1 s', '1 s', '59 s', '1 min', '3 min', '59 min', '1 h', '47 h', '3 days'],
  );
});

test('a standard is said as people read it', () => {
  deepEqual(
    [240, 60, 3600, 5400, 90, 86_400, 0, undefined].map(standardWords),
    ['4 minutes', '1 minute', '1 hour', '90 minutes', '90 seconds', '1 day', '', ''],
  );
});
