import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import type { Pair, Verdict } from './checkjson';
import { answersFrom, count, countAnswered, decisionWords, expectedWords, linesOf, sureWords } from './words';

const verdict = (more: Partial<Verdict>): Verdict => ({
  decision: 'answer',
  article: 'a',
  revision: 1,
  title: 'Returns',
  place: 1,
  score: 0.5,
  confidence: 0.8,
  threshold: 0.6,
  text: '',
  passage: '',
  offered: null,
  ...more,
});

const said: [string, Verdict, string, string][] = [
  ['another article by its title', verdict({}), 'here', 'Answers from “Returns”'],
  ['this article', verdict({ article: 'here' }), 'here', 'Answers from this article'],
  ['an article without a title', verdict({ title: '' }), '', 'Answers from “a”'],
  ['a hand-over, whatever was found', verdict({ decision: 'handoff' }), 'a', 'Hands over to a person'],
  [
    'the choices',
    verdict({ decision: 'clarify', offered: [{ id: 'here', title: 'X' }, { id: 'b', title: 'Opened' }] }),
    'here',
    'Asks back: this article or “Opened”',
  ],
  ['no choices', verdict({ decision: 'clarify' }), '', 'Asks back'],
];
for (const [name, of, here, words] of said) test(`told: ${name}`, () => equal(decisionWords(of, here), words));

test('a new article that is not saved is not taken for no article', () => {
  equal(decisionWords(verdict({ article: '' , title: 'T' }), 'new:draft'), 'Answers from “T”');
});

const sure: [string, Partial<Verdict>, string][] = [
  ['with the threshold', {}, '80\u00a0% sure, answers from 60\u00a0%'],
  ['just below it, never as the same', { confidence: 0.598 }, '59.8\u00a0% sure, answers from 60.0\u00a0%'],
  ['where the bot never answers', { threshold: 1.1 }, '80\u00a0% sure'],
  ['where nothing was found', { article: '' }, 'No article fits'],
];
for (const [name, more, words] of sure) test(`how sure: ${name}`, () => equal(sureWords(verdict(more)), words));

test('what is expected', () => {
  equal(expectedWords(null), 'a person');
  equal(expectedWords([{ id: 'a', title: 'A' }, { id: 'b', title: '' }]), '“A” or “b”');
});

test('only an answer from the article counts as answered by it', () => {
  equal(answersFrom(verdict({ decision: 'clarify' }), 'a'), false);
  const pair = (was: Partial<Verdict>, is: Partial<Verdict>) => ({ was: verdict(was), is: verdict(is) }) as Pair;
  const pairs = [pair({ article: 'b' }, {}), pair({}, {}), pair({}, { decision: 'handoff' }), pair({ article: 'b' }, { article: 'b' })];
  deepEqual(countAnswered(pairs, 'a'), { was: 2, is: 2 });
});

test('questions are lines, each once', () => {
  deepEqual(linesOf(' a \n\nb\r\na\n  '), ['a', 'b']);
  deepEqual(linesOf(''), []);
});

test('one is one', () => {
  equal(count(1, 'question'), '1 question');
  equal(count(0, 'question'), '0 questions');
});
