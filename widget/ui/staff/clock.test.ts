import { equal } from 'node:assert/strict';
import { test } from 'node:test';
import { span } from './clock';

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
