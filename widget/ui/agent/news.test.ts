import { deepEqual, equal, ok } from 'node:assert/strict';
import { test } from 'node:test';
import type { Desk, Row } from '../shared/wire';
import { findRow, matches, newsOf, rowsOf, unread } from './news';

const row = (id: string, more: Partial<Row> = {}): Row => ({
  id,
  name: `Customer ${id}`,
  snippet: 'where is my parcel',
  from: 'customer',
  updated: 0,
  head: 1,
  epoch: 1,
  owner: 'queue',
  ...more,
});
const desk = (more: Partial<Desk> = {}): Desk => ({ waiting: [], mine: [], bot: [], closed: [], agents: 1, ...more });
const ids = (rows: Row[]) => rows.map((each) => each.id);

test('the first overview holds no news', () => {
  deepEqual(newsOf(null, desk({ waiting: [row('a')] })), { arrived: [], spoken: [] });
});

test('a conversation that comes into the queue is news once', () => {
  const after = desk({ waiting: [row('a'), row('b')] });
  deepEqual(ids(newsOf(desk({ waiting: [row('a')] }), after).arrived), ['b']);
  deepEqual(newsOf(after, after).arrived, []);
});

test('what the agent put back into the queue is no news to them', () => {
  deepEqual(newsOf(desk({ mine: [row('a')] }), desk({ waiting: [row('a')] })).arrived, []);
});

test('only the customer makes news in an own conversation', () => {
  const before = desk({ mine: [row('a'), row('b')] });
  const after = desk({ mine: [row('a', { head: 2 }), row('b', { head: 2, from: 'agent' }), row('c', { head: 9 })] });
  deepEqual(ids(newsOf(before, after).spoken), ['a']);
});

test('lists may be null', () => {
  deepEqual(rowsOf(desk({ waiting: null }), 'waiting'), []);
  deepEqual(rowsOf(null, 'mine'), []);
});

test('unread is what lies beyond the seen head, where it calls for this agent', () => {
  ok(unread(row('a', { head: 3 }), 'waiting', 2));
  ok(!unread(row('a', { head: 3 }), 'waiting', 3));
  ok(unread(row('a', { head: 3 }), 'mine', 2));
  ok(!unread(row('a', { head: 3, from: 'agent' }), 'mine', 2));
  ok(!unread(row('a', { head: 3 }), 'closed', 0));
});

test('every word of the filter must occur', () => {
  ok(matches(row('a'), ''));
  ok(matches(row('a'), 'PARCEL customer'));
  ok(!matches(row('a'), 'parcel refund'));
  ok(matches(row('a', { email: 'anna@example.org' }), 'anna@'));
});

test('a row is found with its view', () => {
  equal(findRow(desk({ bot: [row('x')] }), 'x')?.view, 'bot');
  equal(findRow(desk(), 'x'), undefined);
});
