import { deepEqual, equal, ok } from 'node:assert/strict';
import { test } from 'node:test';
import type { Desk, Row, View } from '../shared/wire';
import { matches, noFilter, tagsIn, unread } from './news';
import { Overview } from './overview';

const row = (id: string, view: View, more: Partial<Row> = {}): Row => ({
  id,
  view,
  name: `Customer ${id}`,
  snippet: 'where is my parcel',
  from: 'customer',
  updated: 0,
  head: 1,
  epoch: 1,
  owner: 'queue',
  ...more,
});
const frame = (rows: Row[], more: Partial<Desk> = {}): Desk => ({ rows, agents: 1, ...more });
const ids = (rows: readonly Row[]) => rows.map((each) => each.id);

function started(...rows: Row[]): Overview {
  const desk = new Overview();
  desk.reset(frame(rows));
  return desk;
}

test('the first overview holds no news', () => {
  const news = new Overview().reset(frame([row('a', 'waiting')]));
  deepEqual(news, { arrived: [], spoken: [], mentioned: [] });
});

test('changes before the first overview are nothing', () => {
  const desk = new Overview();
  desk.change(frame([row('a', 'waiting')]));
  deepEqual(ids(desk.list('waiting')), []);
  ok(!desk.known);
});

test('the queue is in the order of waiting, then of ids', () => {
  const desk = started(row('b', 'waiting', { since: 5 }), row('c', 'waiting', { since: 1 }), row('a', 'waiting', { since: 5 }));
  deepEqual(ids(desk.list('waiting')), ['c', 'a', 'b']);
});

test('follow-ups go by age, the other views by the newest word', () => {
  const desk = started(
    row('a', 'mine', { updated: 1 }),
    row('b', 'mine', { updated: 9 }),
    row('c', 'followup', { follow_up: 9 }),
    row('d', 'followup', { follow_up: 1 }),
  );
  deepEqual(ids(desk.list('mine')), ['b', 'a']);
  deepEqual(ids(desk.list('followup')), ['d', 'c']);
});

test('a change moves a row between views, and what is gone is gone', () => {
  const desk = started(row('a', 'waiting'), row('b', 'waiting'), row('c', 'bot'));
  desk.change(frame([row('a', 'mine', { owner: 'agent' })], { gone: ['c'] }));
  deepEqual(ids(desk.list('waiting')), ['b']);
  deepEqual(ids(desk.list('mine')), ['a']);
  deepEqual(ids(desk.list('bot')), []);
  equal(desk.row('c'), undefined);
});

test('a view that did not change keeps its array, so that nothing is drawn again', () => {
  const desk = started(row('a', 'waiting'), row('b', 'mine'));
  const waiting = desk.list('waiting');
  desk.change(frame([row('b', 'mine', { head: 2 })]));
  equal(desk.list('waiting'), waiting);
  ok(desk.list('mine')[0]?.head === 2);
});

test('what a change does not say stays', () => {
  const desk = new Overview();
  const people = [{ id: 'ben', name: 'Ben', status: 'online' as const, load: 2 }];
  desk.reset(frame([], { people, status: 'away' }));
  desk.change(frame([], { agents: 3 }));
  deepEqual(desk.people, people);
  equal(desk.status, 'away');
  equal(desk.agents, 3);
  desk.change(frame([], { people: [] }));
  deepEqual(desk.people, []);
});

test('a conversation that comes into the queue is news once', () => {
  const desk = started(row('a', 'waiting'));
  deepEqual(ids(desk.change(frame([row('b', 'waiting')])).arrived), ['b']);
  deepEqual(desk.change(frame([row('b', 'waiting', { head: 2 })])).arrived, []);
});

test('a reconnect tells what came meanwhile', () => {
  const desk = started(row('a', 'waiting'));
  deepEqual(ids(desk.reset(frame([row('a', 'waiting'), row('b', 'waiting')])).arrived), ['b']);
});

test('what the agent put back into the queue is no news to them', () => {
  deepEqual(started(row('a', 'mine')).change(frame([row('a', 'waiting')])).arrived, []);
});

test('only the customer makes news in an own conversation, also in one that was put aside', () => {
  const desk = started(row('a', 'mine'), row('b', 'mine'), row('d', 'snoozed'));
  const { spoken } = desk.change(
    frame([
      row('a', 'mine', { head: 2 }),
      row('b', 'mine', { head: 2, from: 'agent' }),
      row('c', 'mine', { head: 9 }),
      row('d', 'mine', { head: 2 }),
    ]),
  );
  deepEqual(ids(spoken), ['a', 'd']);
});

test('a further mention is news', () => {
  const desk = started(row('a', 'team', { mentions: 1 }));
  deepEqual(ids(desk.change(frame([row('a', 'team', { mentions: 2 })])).mentioned), ['a']);
  deepEqual(desk.change(frame([row('a', 'team', { mentions: 1 })])).mentioned, []);
});

test('unread is what lies beyond the seen head, where it calls for this agent', () => {
  ok(unread(row('a', 'waiting', { head: 3 }), 2));
  ok(!unread(row('a', 'waiting', { head: 3 }), 3));
  ok(unread(row('a', 'mine', { head: 3 }), 2));
  ok(!unread(row('a', 'mine', { head: 3, from: 'agent' }), 2));
  ok(!unread(row('a', 'closed', { head: 3 }), 0));
});

test('every word of the filter must occur, and team and tag must be those', () => {
  const some = row('a', 'waiting', { email: 'anna@example.org', team: 'returns', tags: 'late vip' });
  const words = (filter: string) => matches(some, { ...noFilter, words: filter });
  ok(words('') && words(' ') && words('PARCEL customer') && words('anna@') && words('vip'));
  ok(!words('parcel refund'));
  ok(matches(some, { words: '', team: 'returns', tag: 'late' }));
  ok(!matches(some, { words: '', team: 'billing', tag: '' }));
  ok(!matches(some, { words: '', team: '', tag: 'vi' }));
  deepEqual(tagsIn([some, row('b', 'mine', { tags: 'vip gold' })]), ['gold', 'late', 'vip']);
});
