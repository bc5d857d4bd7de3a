import { deepEqual, equal, ok } from 'node:assert/strict';
import { test } from 'node:test';
import type { Trace } from '../shared/wire';
import { averageOf, hasShares, partsOf, scaleOf, shownFirst } from './makeup';
import { compared } from './percent';

const trace = (more: Partial<Trace>): Trace => ({
  query: 'q',
  confidence: 0.72,
  threshold: 0.5,
  rule: 'confident',
  index: 'ready',
  micros: 1,
  ...more,
});
const odds = (...values: number[]) => partsOf(trace({ parts: Object.fromEntries(values.map((value, n) => [`p${n}`, value])) }));

test('an old trace has no parts and no shares', () => {
  deepEqual(partsOf(trace({})), []);
  equal(averageOf(trace({}), []), undefined);
  equal(hasShares(trace({ features: { coverage: 1 } })), false);
  equal(hasShares(trace({ model: 'fitted' })), true);
});

test('parts come by size, whichever way they pull, with their values', () => {
  const parts = partsOf(trace({ parts: { a: 0.1, b: -2, c: 1, d: 1 }, features: { b: 0.5 } }));
  deepEqual(parts, [
    { name: 'b', value: 0.5, odds: -2 },
    { name: 'c', value: undefined, odds: 1 },
    { name: 'd', value: undefined, odds: 1 },
    { name: 'a', value: undefined, odds: 0.1 },
  ]);
});

test('what the customer chose was not made up of parts', () => {
  deepEqual(partsOf(trace({ rule: 'chosen', confidence: 1, parts: { a: 1 } })), []);
});

test('the parts and the average make the confidence', () => {
  const t = trace({ parts: { a: 1.5, b: -0.25 } });
  const average = averageOf(t, partsOf(t)) ?? NaN;
  const back = 1 / (1 + Math.exp(-(Math.log(average / (1 - average)) + 1.25)));
  ok(Math.abs(back - t.confidence) < 1e-12, `${average} leads to ${back}`);
  for (const confidence of [0, 1]) equal(averageOf({ ...t, confidence }, partsOf(t)), undefined);
});

test('parts that hardly count are left for later, unless there are only one or two', () => {
  equal(shownFirst(odds(1, 1, 1, 0.01, 0.01, 0.01)), 3);
  equal(shownFirst(odds(1, 1, 1, 0.01, 0.01)), 5);
  equal(shownFirst(odds(0.01, 0.01, 0.01, 0.01, 0.01, 0.01)), 3);
  equal(shownFirst(odds(...Array(19).fill(1))), 8);
  equal(shownFirst([]), 0);
});

test('the picture is filled by the largest part, but small parts stay small', () => {
  equal(scaleOf(odds(0.5, -3)), 3);
  equal(scaleOf(odds(0.1, -0.2)), 1);
});

test('confidence and threshold read alike only if they are', () => {
  deepEqual(compared(0.724, 0.5), { sure: '72\u00a0%', from: '50\u00a0%' });
  deepEqual(compared(0.496, 0.5), { sure: '49.6\u00a0%', from: '50.0\u00a0%' });
  deepEqual(compared(0.49999, 0.5), { sure: '49.9\u00a0%', from: '50.0\u00a0%' });
  deepEqual(compared(0.504, 0.5), { sure: '50.4\u00a0%', from: '50.0\u00a0%' });
  deepEqual(compared(0.5, 0.5), { sure: '50\u00a0%', from: '50\u00a0%' });
});
