// What the customer's side does for the desk: what was seen and typed, merged conversations, links into one.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { settle } from '../shared/fakeworld';
import type { FakeWire } from '../shared/fakeworld';
import type { WireError } from '../shared/socket';
import type { Out, State } from '../shared/wire';
import { Page, accept, stored } from './fakepage';

function state(wire: FakeWire, conversation: string | undefined, change: Partial<State>): void {
  wire.say({ type: 'state', conversation, state: { status: 'open', owner: 'bot', epoch: 1, head: 1, staffed: true, ...change } });
}

/** A page whose customer has said hello, in a conversation that the server knows. */
function talking(welcome: Partial<Out> = {}): { page: Page; wire: FakeWire; id: string } {
  const page = new Page();
  page.session.say('hello');
  const wire = page.world.welcome({ token: 'T', ...welcome });
  const [sent] = wire.of('send');
  accept(wire, sent, 1);
  stored(wire, sent);
  return { page, wire, id: sent?.conversation ?? '' };
}

test('the greeting says where the customer comes from and what time it is there', () => {
  const { wire } = talking();
  const [hello] = wire.of('hello');
  assert.equal(hello?.page, 'https://shop.example/');
  assert.equal(hello?.referrer, 'https://search.example/');
  assert.equal(hello?.zone, Intl.DateTimeFormat().resolvedOptions().timeZone);
  assert.equal(hello?.identity, undefined);
});

test('what was seen is told after a moment, when it was before the eyes', () => {
  const { page, wire, id } = talking();
  page.world.pass(5_000);
  assert.deepEqual(wire.of('seen'), []);
  page.session.look(true);
  page.world.pass(999);
  assert.deepEqual(wire.of('seen'), []);
  page.world.pass(1);
  assert.deepEqual(wire.of('seen'), [{ v: 1, type: 'seen', conversation: id, seq: 1 }] as unknown);

  page.session.atEnd = false; // scrolled up
  wire.say({ type: 'events', conversation: id, events: [{ seq: 2, kind: 'message', from: 'agent', at: 0 }] });
  page.world.pass(5_000);
  assert.equal(wire.of('seen').length, 1);
  assert.equal(page.unread, 1);
  page.session.atEnd = true;
  page.session.look();
  page.session.look(false); // too short to have read it
  page.world.pass(5_000);
  assert.equal(wire.of('seen').length, 1);
  page.session.look(true);
  page.world.pass(1_000);
  assert.equal(wire.of('seen')[1]?.seq, 2);
  assert.equal(page.unread, 0);
});

test('news in quick succession are seen once', () => {
  const { page, wire, id } = talking();
  page.session.look(true);
  for (const seq of [2, 3, 4]) {
    page.world.pass(400);
    wire.say({ type: 'events', conversation: id, events: [{ seq, kind: 'message', from: 'bot', at: 0 }] });
  }
  page.world.pass(1_000);
  assert.deepEqual(
    wire.of('seen').map(({ seq }) => seq),
    [4],
  );
});

test('what was seen while offline is told when the connection is back', () => {
  const { page, id } = talking();
  page.session.look(true);
  page.world.cutAndWake();
  page.world.pass(5_000);
  const wire = page.world.welcome({ token: 'T', conversations: [{ id, status: 'open', owner: 'bot', head: 1, updated: 1, snippet: '' }] });
  page.world.pass(1_000);
  assert.equal(wire.of('seen')[0]?.seq, 1);
});

test('without the wish of the site, nothing that is typed leaves before it is sent', () => {
  const { page, wire, id } = talking();
  const { typing } = page.session;
  typing.note('to the bot');
  assert.deepEqual(wire.of('typing'), []);
  state(wire, id, { owner: 'agent' });
  typing.note('my secret');
  typing.note('my secret is');
  page.world.pass(3_000);
  assert.deepEqual(wire.of('typing'), [{ v: 1, type: 'typing', conversation: id }] as unknown);
  typing.note('');
  assert.equal(wire.of('typing').length, 1);
  typing.note('again');
  assert.equal(wire.of('typing').length, 2);
  assert(wire.sent.every((frame) => frame.type === 'send' || !('text' in frame)));
});

test('with it, agents see the draft, every two seconds at most, and when it is cleared', () => {
  const { page, wire, id } = talking({ preview: true });
  const { typing } = page.session;
  const texts = () => wire.of('typing').map(({ text }) => text);
  assert(typing.preview);
  typing.note('the bot needs no preview');
  assert.deepEqual(texts(), []);
  state(wire, id, { owner: 'queue' });
  typing.note('I');
  typing.note('I am');
  typing.note('I am angry');
  assert.deepEqual(texts(), ['I']);
  page.world.pass(1_999);
  assert.deepEqual(texts(), ['I']);
  page.world.pass(1);
  assert.deepEqual(texts(), ['I', 'I am angry']);
  typing.note('');
  page.world.pass(10_000);
  assert.deepEqual(texts(), ['I', 'I am angry', '']);
});

test('a preview has at most 500 bytes of whole characters', () => {
  const { page, wire, id } = talking({ preview: true });
  state(wire, id, { owner: 'agent' });
  for (const text of ['x'.repeat(600), 'ä'.repeat(300), '€'.repeat(300), '😀'.repeat(200), 'x😀'.repeat(200)]) {
    page.session.typing.note(text);
    page.world.pass(2_000);
    const shown = wire.of('typing').at(-1)?.text ?? '';
    const bytes = new TextEncoder().encode(shown).length;
    assert(bytes > 496 && bytes <= 500, `${bytes} bytes`);
    assert(text.startsWith(shown));
  }
});

test('a merged conversation goes on in the other one, with what is on its way', async () => {
  const { page, wire, id } = talking();
  const news: number[] = [];
  page.session.onNews = (events) => news.push(...events.map(({ seq }) => seq));
  page.session.say('and another thing');
  const [, lost] = wire.of('send');
  state(wire, id, { status: 'resolved', merged: 'other', head: 2 });
  assert.equal(page.session.conversation?.id, 'other');
  assert.deepEqual(wire.of('resume').at(-1), { v: 1, type: 'resume', conversation: 'other', after: 0 } as unknown);
  const again = wire.of('send').at(-1);
  assert.equal(again?.id, lost?.id);
  assert.equal(again?.conversation, 'other');

  wire.say({ type: 'error', id: lost?.id, code: 'merged', into: 'other' }); // the answer to the first attempt comes late
  await settle();
  assert.deepEqual(page.progress, ['sending']);
  accept(wire, wire.of('send').at(-1), 5);
  await settle();
  assert.deepEqual(page.progress, ['sent']);

  const events = [1, 2, 3, 4].map((seq) => ({ seq, kind: 'message' as const, from: 'bot' as const, at: 0 }));
  wire.say({ type: 'events', conversation: 'other', events });
  state(wire, 'other', { head: 4 });
  wire.say({ type: 'events', conversation: 'other', events: [{ seq: 5, kind: 'message', from: 'customer', at: 0, id: lost?.id }] });
  assert.deepEqual(news, [5]); // what the other conversation had before is not read out
  assert.deepEqual(page.progress, []);
});

test('a message that is refused because of a merge is sent where the conversation goes on', async () => {
  const { page, wire } = talking();
  page.session.say('too late');
  const [, sent] = wire.of('send');
  wire.say({ type: 'error', id: sent?.id, code: 'merged', into: 'other' });
  await settle();
  const again = wire.of('send').at(-1);
  assert.equal(page.session.conversation?.id, 'other');
  assert.deepEqual([again?.id, again?.conversation, again?.text], [sent?.id, 'other', 'too late']);
});

test('so is a wish for a person; but not an opinion, whose number means another message there', async () => {
  const { page, wire } = talking();
  const person = page.session.askPerson('A person, please');
  wire.say({ type: 'error', id: wire.of('person')[0]?.id, code: 'merged', into: 'other' });
  await settle();
  assert.equal(wire.of('person')[1]?.conversation, 'other');
  accept(wire, wire.of('person')[1], 3);
  await person;

  const opinion = page.session.ask({ type: 'feedback', seq: 1, helpful: true });
  wire.say({ type: 'error', id: wire.of('feedback')[0]?.id, code: 'merged', into: 'third' });
  await assert.rejects(opinion, (error: WireError) => error.code === 'merged');
  assert.equal(wire.of('feedback').length, 1);
});

test('a link from an e-mail opens its conversation, even one that is closed', () => {
  const page = new Page({ token: 'T', conversation: 'mailed' });
  const news: number[] = [];
  page.session.onNews = (events) => news.push(...events.map(({ seq }) => seq));
  const wire = page.world.welcome({
    token: 'T',
    conversations: [{ id: 'newer', status: 'open', owner: 'bot', head: 9, updated: 9, snippet: '' }],
  });
  assert.equal(page.session.conversation?.id, 'mailed');
  assert.equal(wire.of('resume')[0]?.conversation, 'mailed');
  stored(wire, { type: 'send', conversation: 'mailed', id: 'x' }, { from: 'agent' });
  state(wire, 'mailed', { status: 'resolved', head: 2 });
  assert.deepEqual(news, []);
  assert(page.session.conversation?.ended);
});

test('a hand-off that nobody took is over; a rating counts until the conversation is closed again', () => {
  const { page, wire, id } = talking();
  const { conversation } = page.session;
  const happens = (...events: Partial<NonNullable<Out['events']>[number]>[]) =>
    wire.say({
      type: 'events',
      conversation: id,
      events: events.map((event, i) => ({ seq: (conversation?.head ?? 0) + i + 1, kind: 'message', at: 0, ...event })),
    });
  assert.deepEqual([conversation?.ended, conversation?.expired, conversation?.rated], [false, false, 0]);
  happens({ kind: 'expired' });
  assert.deepEqual([conversation?.ended, conversation?.expired], [true, true]);
  happens({ kind: 'rating', score: 2 });
  assert.equal(conversation?.rated, 2);
  happens({ kind: 'reopened' }, { kind: 'resolved' });
  assert.deepEqual([conversation?.ended, conversation?.expired, conversation?.rated], [true, false, 0]);
});
