import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import type { Event, Trace } from '../shared/wire';
import { causeOf, contactOf, handoffOf, ratingOf, triedIn } from './thread';

const event = (seq: number, more: Partial<Event>): Event => ({ seq, kind: 'message', at: seq, ...more });
const trace = (...candidates: [string, number, number][]): Trace => ({
  query: 'q',
  candidates: candidates.map(([article, revision, score]) => ({ article, revision, title: article, score })),
  confidence: 0.5,
  threshold: 0.6,
  rule: 'r',
  index: 'ready',
  micros: 1,
});

test('no hand-off, no reason', () => equal(handoffOf([event(1, {})]), undefined));

test('the newest reason counts, and a summary outlives a release', () => {
  const events = [
    event(1, { kind: 'owner', owner: 'queue', reason: 'asked', summary: 'wants a refund' }),
    event(2, { kind: 'owner', owner: 'agent', agent: 'Maria' }),
    event(3, { kind: 'owner', owner: 'queue', reason: 'released' }),
  ];
  deepEqual(handoffOf(events), { reason: 'released', summary: 'wants a refund' });
});

test('articles are listed once, quoted ones first, with their best score and newest revision', () => {
  const events = [
    event(1, { from: 'bot', trace: trace(['a', 1, 2], ['b', 1, 9]) }),
    event(2, {
      from: 'bot',
      trace: trace(['a', 2, 5]),
      citations: [{ n: 1, article: 'a', revision: 2, title: 'a', start: 0, end: 1, at: 0 }],
    }),
  ];
  deepEqual(triedIn(events), [
    { article: 'a', revision: 2, title: 'a', score: 5, share: false, cited: true },
    { article: 'b', revision: 1, title: 'b', score: 9, share: false, cited: false },
  ]);
});

test('a share counts for more than an old score, and the best share is kept', () => {
  const fitted = (...candidates: [string, number, number][]): Trace => ({ ...trace(...candidates), model: 'fitted' });
  const tried = triedIn([
    event(1, { from: 'bot', trace: trace(['a', 1, 9], ['b', 1, 8]) }),
    event(2, { from: 'bot', trace: fitted(['a', 1, 0.2], ['c', 1, 0.1]) }),
    event(3, { from: 'bot', trace: fitted(['a', 1, 0.6]) }),
    event(4, { from: 'bot', trace: trace(['c', 1, 7]) }),
  ]);
  deepEqual(
    tried.map(({ article, score, share }) => [article, score, share]),
    [
      ['a', 0.6, true],
      ['c', 0.1, true],
      ['b', 8, false],
    ],
  );
});

test('the newest contact counts, and a name outlives an address alone', () => {
  const events = [
    event(1, { kind: 'contact', email: 'a@example.org', name: 'Anna' }),
    event(2, { kind: 'contact', email: 'b@example.org' }),
  ];
  deepEqual(contactOf(events), { email: 'b@example.org', name: 'Anna' });
  deepEqual(contactOf([]), { email: '', name: '' });
});

test('the newest rating and cause count', () => {
  const events = [
    event(1, { kind: 'resolved', cause: 'delivery' }),
    event(2, { kind: 'rating', score: 2 }),
    event(3, { kind: 'resolved', cause: 'returns' }),
    event(4, { kind: 'rating', score: 5 }),
  ];
  equal(ratingOf(events), 5);
  equal(causeOf(events), 'returns');
  equal(ratingOf([]), 0);
});
