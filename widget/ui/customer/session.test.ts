import { test } from 'node:test';
import assert from 'node:assert/strict';
import { settle } from '../shared/fakeworld';
import { Page, accept, stored } from './fakepage';

test('a message is kept until it is acknowledged, and shown once', async () => {
  const page = new Page();
  page.session.say('hello');
  assert.deepEqual(page.progress, ['sending']);
  assert.equal(page.kept.length, 1);
  const wire = page.world.welcome({ token: 'T' });
  const [sent] = wire.of('send');
  accept(wire, sent, 1);
  await settle();
  assert.deepEqual(page.progress, ['sent']);
  assert.equal(page.kept.length, 0);
  stored(wire, sent);
  assert.deepEqual(page.progress, []);
  assert.equal(page.session.conversation?.events.length, 1);
});

test('a message survives a reload with its id', async () => {
  const before = new Page();
  before.session.say('first');
  before.session.say('second');
  before.world.welcome({ token: 'T' });
  const [lost] = before.world.wire.of('send');

  const after = new Page(before.items);
  assert.deepEqual(after.progress, ['sending', 'sending']);
  const wire = after.world.welcome({ token: 'T' });
  assert.equal(wire.of('hello')[0]?.token, 'T');
  assert.deepEqual(wire.of('send')[0], lost);
  accept(wire, lost, 1);
  await settle();
  assert.equal(wire.of('send')[1]?.text, 'second');
});

test('messages go out one at a time', async () => {
  const page = new Page();
  const wire = (page.session.socket.start(), page.world.welcome({ token: 'T' }));
  page.session.say('first');
  page.session.say('second');
  assert.equal(wire.of('send').length, 1);
  accept(wire, wire.of('send')[0], 1);
  await settle();
  assert.deepEqual(
    wire.of('send').map(({ text }) => text),
    ['first', 'second'],
  );
});

test('a message counts as failed after 15 seconds, and goes out by itself when it can', async () => {
  const page = new Page();
  page.session.say('hello');
  page.world.pass(14_999);
  assert.deepEqual(page.progress, ['sending']);
  page.world.pass(1);
  assert.deepEqual(page.progress, ['failed']);
  page.world.cutAndWake();
  const wire = page.world.welcome({ token: 'T' });
  accept(wire, wire.of('send')[0], 1);
  await settle();
  assert.deepEqual(page.progress, ['sent']);
});

test('retry starts the 15 seconds anew and stores nothing twice', () => {
  const page = new Page();
  page.session.say('hello');
  page.world.pass(15_000);
  const [item] = page.session.outbox.list(page.session.conversation?.id);
  if (item) page.session.outbox.retry(item);
  assert.deepEqual(page.progress, ['sending']);
  page.world.cutAndWake();
  assert.equal(page.world.welcome({ token: 'T' }).of('send').length, 1);
});

test('too fast: waits as told, then goes on', async () => {
  const page = new Page();
  page.session.say('hello');
  const wire = page.world.welcome({ token: 'T' });
  wire.say({ type: 'error', id: wire.of('send')[0]?.id, code: 'rate_limited', retry_after: 5_000 });
  await settle();
  assert.equal(page.session.limitedUntil, page.world.time + 5_000);
  page.world.pass(4_999);
  assert.equal(wire.of('send').length, 1);
  page.world.pass(1);
  assert.equal(wire.of('send').length, 2);
  assert.equal(wire.of('send')[0]?.id, wire.of('send')[1]?.id);
});

test('a refused message waits for the customer and blocks nothing', async () => {
  const page = new Page();
  page.session.say('bad');
  page.session.say('good');
  const wire = page.world.welcome({ token: 'T' });
  wire.say({ type: 'error', id: wire.of('send')[0]?.id, code: 'invalid' });
  await settle();
  assert.deepEqual(page.progress, ['failed', 'sending']);
  assert.equal(wire.of('send')[1]?.text, 'good');
  page.session.outbox.remove([wire.of('send')[0]?.id]);
  assert.deepEqual(page.progress, ['sending']);
  assert.equal(page.kept.length, 1);
});

test('a stale token: the message begins a conversation of its own', async () => {
  const page = new Page({ token: 'OLD' });
  page.session.say('hello');
  page.world.wire.open();
  const old = page.session.conversation?.id;
  page.world.wire.cut(4003);
  assert.equal(page.items.token, undefined);
  page.world.pass(1_000);
  const wire = page.world.welcome({ token: 'NEW' });
  assert.equal(wire.of('hello')[0]?.token, undefined);
  const [sent] = wire.of('send');
  assert(sent?.conversation !== old);
  assert.equal(sent?.conversation, page.session.conversation?.id);
  accept(wire, sent, 1);
  await settle();
  assert.equal(page.items.token, 'NEW');
  assert.deepEqual(page.progress, ['sent']);
});

test('turns to the open conversation that the desk knows, and reads only news out', () => {
  const page = new Page({ token: 'T' });
  const news: number[] = [];
  page.session.onNews = (events) => news.push(...events.map(({ seq }) => seq));
  const wire = page.world.welcome({
    token: 'T',
    conversations: [
      { id: 'done', status: 'resolved', owner: 'bot', head: 9, updated: 9, snippet: '' },
      { id: 'c', status: 'open', owner: 'agent', head: 2, updated: 5, snippet: '' },
    ],
  });
  assert.deepEqual(wire.of('resume'), [{ v: 1, type: 'resume', conversation: 'c', after: 0 }] as unknown);
  stored(wire, { type: 'send', conversation: 'c', id: 'x' }, { from: 'agent' }, { from: 'agent' });
  assert.deepEqual(news, [3]);
});

test('counts what is unread until it is looked at', () => {
  const page = new Page({ token: 'T' });
  page.session.say('hello');
  const wire = page.world.welcome({ token: 'T' });
  stored(wire, wire.of('send')[0], { from: 'bot' }, { from: 'agent' });
  assert.equal(page.unread, 2);
  page.session.look(true);
  assert.equal(page.unread, 0);
  page.session.look(false);
  assert.equal(page.unread, 0);
  const again = new Page(page.items);
  again.world.welcome({
    token: 'T',
    conversations: [
      { id: page.session.conversation?.id ?? '', status: 'open', owner: 'bot', head: 3, updated: 1, snippet: '' },
    ],
  });
  stored(again.world.wire, wire.of('send')[0], { from: 'bot' }, { from: 'agent' }, { from: 'agent' });
  assert.equal(again.unread, 1);
});

test('a damaged item of the storage is dropped', () => {
  const page = new Page({ token: 'T', 'out:x': '{' });
  assert.deepEqual(page.items, { token: 'T' });
});

test('asks for a person in words where nothing was said yet', async () => {
  const page = new Page();
  await page.session.askPerson('A person, please');
  const wire = page.world.welcome({ token: 'T' });
  assert.equal(wire.of('send')[0]?.text, 'A person, please');
  stored(wire, wire.of('send')[0]);
  void page.session.askPerson('A person, please');
  assert.equal(wire.of('person').length, 1);
});

test('who was erased keeps nothing, is told so, and does not come back by itself', async () => {
  const page = new Page();
  page.session.start();
  const wire = page.world.welcome({ token: 'T' });
  page.session.say('hello');
  accept(wire, wire.of('send')[0], 1);
  await settle();
  page.session.say('still on its way');
  assert.equal('token' in page.items && page.kept.length === 1, true);
  wire.cut(4504);
  assert.deepEqual(page.items, { chat: '1' }); // the screen on which a new one begins
  assert.equal(page.session.conversation, undefined);
  assert.deepEqual(page.session.connection, { name: 'stopped', code: 4504 });
  page.world.pass(60_000);
  assert.equal(page.world.wires.length, 1);

  const after = new Page(page.items); // as after "start a new conversation"
  after.session.say('hello again');
  assert.equal(after.world.welcome({ token: 'U' }).of('hello')[0]?.token, undefined);
});

test('a desk that was restored from an older backup: what is held is dropped, and what is new counts again', () => {
  const page = new Page();
  const news: number[] = [];
  page.session.onNews = (events) => news.push(...events.map(({ seq }) => seq));
  page.session.say('hello');
  const first = page.world.welcome({ token: 'T' });
  const [sent] = first.of('send');
  stored(first, sent, { from: 'bot' }, { from: 'bot' }, { from: 'agent' });
  page.session.look(true);
  page.session.look(false);
  first.cut();
  page.world.pass(1_000);
  const wire = page.world.welcome({ token: 'T' });
  const conversation = wire.of('resume')[0]?.conversation ?? '';
  assert.equal(wire.of('resume')[0]?.after, 4);
  news.length = 0;
  const at = 0;
  const message = (seq: number, from: 'customer' | 'bot') => ({ seq, kind: 'message' as const, from, at });
  wire.say({ type: 'events', conversation, anew: true, events: [message(1, 'customer'), message(2, 'bot')] });
  wire.say({ type: 'state', conversation, state: { status: 'open', owner: 'bot', epoch: 0, head: 2, staffed: false } });
  assert.deepEqual(page.session.conversation?.events.map(({ seq }) => seq), [1, 2]);
  assert.deepEqual(news, []); // it was said once
  page.session.look(true);
  page.session.look(false);
  wire.say({ type: 'events', conversation, events: [message(3, 'bot')] });
  assert.deepEqual([news, page.unread], [[3], 1]);
});

test('a conversation that the desk does not have any more begins again with the next message', async () => {
  const page = new Page();
  page.session.say('hello');
  const first = page.world.welcome({ token: 'T' });
  stored(first, first.of('send')[0], { from: 'bot' });
  await settle();
  first.cut();
  page.world.pass(1_000);
  const wire = page.world.welcome({ token: 'T' });
  const conversation = wire.of('resume')[0]?.conversation ?? '';
  wire.say({ type: 'error', conversation, code: 'not_found' });
  assert.equal(page.session.conversation?.events.length, 0);
  page.session.say('anybody here?');
  const [again] = wire.of('send');
  assert.equal(again?.conversation, conversation);
  accept(wire, again, 1);
  await settle();
  assert.equal(wire.of('resume').at(-1)?.after, 0);
  stored(wire, again);
  assert.deepEqual(page.session.conversation?.events.map(({ seq }) => seq), [1]);
});
