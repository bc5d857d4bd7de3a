import { equal, ok } from 'node:assert/strict';
import { test } from 'node:test';
import { answeredWords, fateWords, g, outcomesWords, recheckWords, stateLook, stateWords, timeWords, trendArrow, trendWords } from './gapwords';
import { gapFilters, periods } from './route';

const times: [number, string][] = [
  [0, '0 min'],
  [-3, '0 min'],
  [45, '45 min'],
  [59.6, '1 h'],
  [60, '1 h'],
  [135, '2 h 15 min'],
  [6000, '100 h'],
];
for (const [minutes, words] of times) test(`${minutes} minutes are ${words}`, () => equal(timeWords(minutes), words));

test('a trend is told in words, with what was before', () => {
  equal(trendWords({ trend: 'rising', customers: 12, before_customers: 3 }), 'More (3 before)');
  equal(trendWords({ trend: 'falling', customers: 1, before_customers: 9 }), 'Fewer (9 before)');
  equal(trendWords({ trend: 'steady', customers: 4, before_customers: 5 }), 'About the same (5 before)');
  equal(trendWords({ trend: 'rising', customers: 4, before_customers: 0 }), 'None before');
  equal(trendWords({ trend: 'steady', customers: 0, before_customers: 0 }), 'About the same');
  equal(new Set((['rising', 'falling', 'steady'] as const).map(trendArrow)).size, 3);
});

test('outcomes stand in their order, without those that did not happen', () => {
  equal(outcomesWords({ 'by-hand': 2, unanswered: 5, 'rated-low': 0 }), '5 without an answer, 2 answered by an agent');
  equal(outcomesWords({ 'no-choice': 1, unhelpful: 3 }), '1 asked back and nothing chosen, 3 the answer did not help');
  equal(outcomesWords(null), '');
});

test('what a newer server says is shown as it is, last', () => {
  equal(outcomesWords({ lost: 1, 'by-hand': 2 } as never), '2 answered by an agent, 1 lost');
});

test('the fate of a question has its reason', () => {
  equal(fateWords('unanswered', 'low-confidence'), 'Without an answer · No sure answer in the articles');
  equal(fateWords('by-hand', undefined), 'Answered by an agent');
  equal(fateWords('by-hand', ''), 'Answered by an agent');
});

test('asking again tells how many are answered and what it changed', () => {
  equal(answeredWords({ asked: 9, answered: 7 }), '7 of 9 are answered now.');
  equal(answeredWords({ asked: 3, answered: 1 }), '1 of 3 is answered now.');
  equal(answeredWords({ asked: 0, answered: 0 }), 'There is no question to ask again.');
  equal(recheckWords('open', { asked: 9, answered: 2, state: 'open' }), '2 of 9 are answered now.');
  ok(recheckWords('reopened', { asked: 9, answered: 8, state: 'closed' }).includes('closed'));
  ok(recheckWords('closed', { asked: 9, answered: 1, state: 'reopened' }).includes('open again'));
});

test('states differ in words, those that wait also in colour', () => {
  const all = ['open', 'reopened', 'closed', 'dismissed'] as const;
  equal(new Set(all.map(stateWords)).size, all.length);
  equal(new Set(all.map(stateLook)).size, all.length);
});

test('every empty list says its period', () => {
  for (const filter of gapFilters) {
    for (const days of periods) ok(g.emptyList(filter, days).includes(`last ${days} days`), filter);
  }
  ok(g.emptyList('open', 30).startsWith('No question went unanswered in the last 30 days.'));
});
