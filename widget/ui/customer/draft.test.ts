// What the bot is about to say, as the customer reads along.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import type { FakeWire } from '../shared/fakeworld';
import type { Event } from '../shared/wire';
import { Page, accept, stored } from './fakepage';

/** A page whose customer has asked something, in a conversation that the server knows. */
function asked(): { page: Page; wire: FakeWire; id: string } {
  const page = new Page();
  page.session.say('may I?');
  const wire = page.world.welcome({ token: 'T' });
  const [sent] = wire.of('send');
  accept(wire, sent, 1);
  stored(wire, sent);
  return { page, wire, id: sent?.conversation ?? '' };
}

function grow(wire: FakeWire, conversation: string, after: number, text: string): void {
  wire.say({ type: 'draft', conversation, draft: { after, text } });
}

function happens(wire: FakeWire, conversation: string, ...events: Partial<Event>[]): void {
  wire.say({ type: 'events', conversation, events: events.map((event) => ({ kind: 'message', at: 0, ...event }) as Event) });
}

const shown = (page: Page): string | undefined => page.session.conversation?.draft?.text;

test('a draft grows, and its message takes its place', () => {
  const { page, wire, id } = asked();
  const news: (string | undefined)[] = [];
  let drawn = 0;
  page.session.onNews = (events) => news.push(...events.map(({ text }) => text));
  page.session.onChange = () => drawn++;
  grow(wire, id, 1, 'You may.');
  assert.equal(shown(page), 'You may.');
  grow(wire, id, 1, 'You may. Until May.');
  assert.equal(shown(page), 'You may. Until May.');
  assert.equal(drawn, 2);
  assert.deepEqual(news, []); // nothing is read out before it is finished
  assert.equal(page.unread, 0);
  happens(wire, id, { seq: 2, from: 'bot', text: 'You may. Until May.', drafted: true });
  assert.equal(shown(page), undefined);
  assert.deepEqual(news, ['You may. Until May.']);
  grow(wire, id, 1, 'too late');
  assert.equal(shown(page), undefined);
});

test('a draft is taken back', () => {
  const { page, wire, id } = asked();
  grow(wire, id, 1, 'You may.');
  grow(wire, id, 1, '');
  assert.equal(shown(page), undefined);
});

test('a message, a change of owner and a new greeting end a draft, a note does not', () => {
  for (const event of [{ from: 'customer' }, { kind: 'owner', owner: 'agent' }] as Partial<Event>[]) {
    const { page, wire, id } = asked();
    grow(wire, id, 1, 'You may.');
    happens(wire, id, { seq: 2, kind: 'hidden' }, { seq: 3, kind: 'looked' });
    assert.equal(shown(page), 'You may.');
    happens(wire, id, { seq: 4, ...event });
    assert.equal(shown(page), undefined);
  }
  const { page, wire, id } = asked();
  grow(wire, id, 1, 'You may.');
  wire.cut();
  page.world.wake();
  assert.equal(shown(page), 'You may.');
  const again = page.world.welcome({ token: 'T', conversations: [{ id, status: 'open', owner: 'bot', head: 1, updated: 1, snippet: '' }] });
  assert.equal(shown(page), undefined);
  grow(again, id, 1, 'You may. Until May.');
  assert.equal(shown(page), 'You may. Until May.');
});

test('drafts of another conversation are not shown', () => {
  const { page, wire } = asked();
  grow(wire, 'another', 1, 'You may.');
  assert.equal(shown(page), undefined);
});

test('the customer stops the wording', () => {
  const { page, wire, id } = asked();
  grow(wire, id, 1, 'You may.');
  page.session.stop();
  assert.deepEqual(wire.of('stop'), [{ v: 1, type: 'stop', conversation: id }] as unknown);
});
