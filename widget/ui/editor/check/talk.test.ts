import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import type { Cited, Reply, Turn } from './talk';
import { earlierOf, piecesOf, sourcesOf } from './talk';

const reply = (more: Partial<Reply>): Reply => ({
  kind: 'answer',
  text: 'Yes.',
  citations: null,
  choices: null,
  offer: false,
  reason: '',
  confidence: 0.8,
  threshold: 0.6,
  rule: 'confident',
  ...more,
});
const cite = (n: number, at: number, length: number, article = `a${n}`): Cited => ({ n, article, title: article, start: 0, end: length, at });
const turn = (question: string, said: Reply | null, choice = ''): Turn => ({ question, choice, reply: said });

test('the server hears what was asked, said and offered', () => {
  const turns = [
    turn('which?', reply({ kind: 'clarification', choices: [{ article: 'x', title: 'X' }, { article: 'y', title: 'Y' }], offer: true, reason: 'low-confidence' })),
    turn('X', reply({ citations: [cite(1, 0, 2, 'x'), cite(1, 3, 2, 'x')] }), 'x'),
    turn('and now?', null),
  ];
  deepEqual(earlierOf(turns), [
    { question: 'which?', choice: '', kind: 'clarification', offer: true, reason: 'low-confidence', articles: ['x', 'y'] },
    { question: 'X', choice: 'x', kind: 'answer', offer: false, reason: '', articles: ['x'] },
  ]);
});

test('after a hand-off a new matter begins', () => {
  const turns = [turn('a', reply({})), turn('b', reply({ kind: 'handoff' })), turn('c', reply({}))];
  deepEqual(earlierOf(turns).map(({ question }) => question), ['c']);
  deepEqual(earlierOf(turns.slice(0, 2)), []);
});

test('numbers stand after what they cite, counted in bytes', () => {
  // "ü" has two bytes.
  deepEqual(piecesOf('für alle. Immer.', [cite(2, 11, 6), cite(1, 0, 10)]), [
    { text: 'für alle.', n: 1 },
    { text: ' Immer.', n: 2 },
  ]);
  deepEqual(piecesOf('Hello.', []), [{ text: 'Hello.', n: 0 }]);
  deepEqual(piecesOf('', []), []);
});

test('citations that overlap or reach too far lose no letter', () => {
  const text = 'one two three';
  const pieces = piecesOf(text, [cite(1, 0, 7), cite(2, 4, 3), cite(3, 8, 99)]);
  equal(pieces.map((piece) => piece.text).join(''), text);
});

test('each source once, by number', () => {
  deepEqual(sourcesOf([cite(2, 0, 1), cite(1, 2, 1), cite(2, 4, 1)]).map(({ n }) => n), [1, 2]);
});
