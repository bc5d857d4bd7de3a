import { equal } from 'node:assert/strict';
import { test } from 'node:test';
import { moment, span } from './clock';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;

const spans: [number, string][] = [
  [-5 * second, '0 s'],
  [59 * second, '59 s'],
  [minute, '1:00'],
  [3 * minute + 7 * second, '3:07'],
  [hour + 5 * minute, '1 h 05 m'],
  [24 * hour, '1 d'],
];
for (const [ms, words] of spans) {
  test(`${ms} ms last ${words}`, () => equal(span(ms), words));
}

const noon = new Date(2026, 10, 22, 12).getTime(); // a Sunday
const moments: [at: Date, words: string][] = [
  [new Date(2026, 10, 22, 9, 30), '09:30'],
  [new Date(2026, 10, 23, 17), 'tomorrow, 17:00'],
  [new Date(2026, 10, 21, 23, 59), 'yesterday, 23:59'],
  [new Date(2026, 10, 24, 9), 'Tuesday, 09:00'],
  [new Date(2026, 10, 28, 9), 'Saturday, 09:00'],
  [new Date(2026, 10, 29, 9), '29 Nov, 09:00'],
  [new Date(2026, 10, 20, 9), '20 Nov, 09:00'],
  [new Date(2027, 1, 3, 9), '3 Feb 2027, 09:00'],
  [new Date(2025, 10, 22, 9), '22 Nov 2025, 09:00'],
];
for (const [at, words] of moments) {
  test(`${at.toISOString()} is said as ${words}`, () => equal(moment(at.getTime(), noon, 'en-GB'), words));
}

test('the days are said in the language of the times', () => {
  equal(moment(new Date(2026, 10, 23, 17).getTime(), noon, 'de'), 'morgen, 17:00');
});

test('at the end of the year the next days have no year', () => {
  equal(moment(new Date(2027, 0, 2, 9).getTime(), new Date(2026, 11, 30, 12).getTime(), 'en-GB'), 'Saturday, 09:00');
});
