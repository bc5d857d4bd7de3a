import { equal, ok } from 'node:assert/strict';
import { test } from 'node:test';
import { costWords, outcomeWords, tookWords, verdictWords } from './verdicts';

test('a verdict that is not known is shown as it is', () => {
  equal(verdictWords('novel'), 'novel');
  equal(outcomeWords('novel'), 'novel');
  ok(verdictWords('never-say') !== 'never-say');
  ok(outcomeWords('gate') !== 'gate');
});

test('a cost of nothing is left out, and a small one keeps its digits', () => {
  equal(tookWords({ prompt: 412, completion: 57, cost: 0, micros: 1_840_000 }), '412 + 57 tokens · 1.8 s');
  equal(tookWords({ prompt: 412, completion: 57, cost: 0.000431, micros: 40_000 }), '412 + 57 tokens · cost 0.00043 · 0.0 s');
  equal(costWords(12.345), '12.35');
});
