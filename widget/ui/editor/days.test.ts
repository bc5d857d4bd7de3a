import { equal } from 'node:assert/strict';
import { test } from 'node:test';
import { dayOf, dayWords, inMonths, minuteOf, nextMorning } from './days';

const months: [string, number, string][] = [
  ['2026-11-22', 3, '2027-02-22'],
  ['2026-11-30', 3, '2027-02-28'],
  ['2027-11-30', 3, '2028-02-29'],
  ['2026-08-31', 6, '2027-02-28'],
  ['2026-12-31', 12, '2027-12-31'],
  ['2028-02-29', 12, '2029-02-28'],
];
for (const [from, n, want] of months) {
  test(`${n} months after ${from}`, () => equal(inMonths(new Date(`${from}T23:30`), n), want));
}

test('days and minutes as the controls write them', () => {
  const time = new Date(2026, 11, 31, 7, 5);
  equal(dayOf(time), '2026-12-31');
  equal(minuteOf(time), '2026-12-31T07:05');
  equal(nextMorning(time), '2027-01-01T08:00');
  equal(new Date(minuteOf(time)).getTime(), time.getTime());
});

test('a day in words', () => {
  equal(dayWords('2026-12-31', 'en-GB'), '31 Dec 2026');
  equal(dayWords('soon', 'en'), 'soon');
});
