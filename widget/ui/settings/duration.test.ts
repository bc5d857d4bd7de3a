import { deepEqual, equal, match } from 'node:assert/strict';
import { test } from 'node:test';
import type { Unit } from './duration';
import { faultOf, inWords, secondsOf, typedOf, unreadable } from './duration';

const typed: [string, Unit, number | undefined][] = [
  ['4', 'minute', 240],
  ['1.5', 'hour', 5400],
  ['1,5', 'hour', 5400],
  [' 2 ', 'day', 172_800],
  ['.5', 'minute', 30],
  ['0', 'minute', 0],
  ['0.0', 'hour', 0],
  ['0.001', 'minute', 1],
  ['', 'minute', undefined],
  ['  ', 'minute', undefined],
  ['-4', 'minute', unreadable],
  ['four', 'minute', unreadable],
  ['1e3', 'minute', unreadable],
  ['1.2.3', 'minute', unreadable],
];
for (const [amount, unit, seconds] of typed) {
  test(`“${amount}” ${unit} is ${seconds}`, () => equal(secondsOf({ amount, unit }), seconds));
}

const written: [number, string, Unit][] = [
  [240, '4', 'minute'],
  [3600, '1', 'hour'],
  [5400, '90', 'minute'],
  [90, '90', 'second'],
  [259_200, '3', 'day'],
  [0, '0', 'minute'],
];
for (const [seconds, amount, unit] of written) {
  test(`${seconds} s are shown as ${amount} ${unit}`, () => deepEqual(typedOf(seconds), { amount, unit }));
}

test('every number of seconds survives the field', () => {
  for (let seconds = 1; seconds < 400_000; seconds += 37) equal(secondsOf(typedOf(seconds)), seconds);
  equal(secondsOf(typedOf(undefined)), undefined);
  equal(secondsOf(typedOf(unreadable)), unreadable);
});

test('times are said in words', () => {
  equal(inWords(240), '4 minutes');
  equal(inWords(3600), '1 hour');
  equal(inWords(1), '1 second');
});

test('zero is refused, nothing is not where it may be', () => {
  match(faultOf(0, true), /empty for none/);
  match(faultOf(0, false), /longer/);
  match(faultOf(unreadable, true), /number/);
  match(faultOf(undefined, false), /how long/);
  match(faultOf(400 * 86_400, true), /year/);
  equal(faultOf(undefined, true), '');
  equal(faultOf(366 * 86_400, true), '');
  equal(faultOf(1, false), '');
});
