import { equal, match, ok } from 'node:assert/strict';
import { test } from 'node:test';
import { aboutOf, labelOf, signed, valueOf } from './inputs';
import { inPercent } from './percent';

test('what is hardly possible is not impossible, and what is nearly certain is not certain', () => {
  equal(inPercent(0), '0\u00a0%');
  equal(inPercent(0.0001), 'under 1\u00a0%');
  equal(inPercent(0.005), '1\u00a0%');
  equal(inPercent(0.724), '72\u00a0%');
  equal(inPercent(0.994), '99\u00a0%');
  equal(inPercent(0.9999), 'over 99\u00a0%');
  equal(inPercent(1), '100\u00a0%');
});

test('a number shows where it pulls, and none pulls if it rounds to nothing', () => {
  equal(signed(1.234, 2), '+1.23');
  equal(signed(-1.236, 2), '−1.24');
  equal(signed(0.004, 2), '0.00');
  equal(signed(-0.004, 2), '0.00');
});

const values: [string, number, string][] = [
  ['share', Math.log(0.421), '42\u00a0%'],
  ['share', Math.log(0.9995 + 0.001), 'over 99\u00a0%'],
  ['learnt_share', -10, 'under 1\u00a0%'],
  ['coverage', 0.5, '50\u00a0%'],
  ['margin', 0, '0\u00a0%'],
  ['length', Math.log(2), '1 word'],
  ['length', Math.log(8), '7 words'],
  ['evidence', -1.25, '−1.3'],
  ['meaning', -0.071, '−0.07'],
  ['grams', -0.001, '0.00'],
  ['not-known-here', 0.123456, '0.12'],
];
for (const [name, value, text] of values) {
  test(`${name} ${value} reads ${text}`, () => equal(valueOf(name, value), text));
}

test('a name that is not known is shown as it is, also one that every object has', () => {
  equal(labelOf('not-known-here'), 'not-known-here');
  equal(aboutOf('not-known-here'), '');
  equal(labelOf('constructor'), 'constructor');
  equal(aboutOf('toString'), '');
  equal(valueOf('valueOf', 0.5), '0.50');
});

test('known names have a label and a sentence', () => {
  ok(labelOf('unknown') !== 'unknown');
  match(aboutOf('unknown'), /^[A-Z].*\.$/);
});
