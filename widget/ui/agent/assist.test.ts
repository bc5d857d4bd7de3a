import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import type { Event } from '../shared/wire';
import { Remembered } from '../staff/remembered';
import { Assist, foreign, handedBy } from './assist';
import { newThread } from './thread';

function memory(): Remembered {
  return new Remembered(() => {
    throw new Error('blocked');
  }, '');
}

const event = (seq: number, more: Partial<Event>): Event => ({ seq, kind: 'message', at: seq, ...more });
const settle = () => new Promise((resolve) => setTimeout(resolve, 0));

/** A console whose server has every answer at once, and what it was asked. */
function desk(mine = 'en') {
  const asked: unknown[] = [];
  const give =
    <T>(name: string, value: T) =>
    (...what: unknown[]) => {
      asked.push([name, ...what.filter((part) => !(part instanceof AbortSignal))]);
      return Promise.resolve(value);
    };
  const api = {
    summary: give('summary', { text: 's', cites: [1], drafted: true }),
    wordReply: give('reply', { text: 'r', citations: [], drafted: true }),
    rewrite: give('rewrite', { text: 'w' }),
    translate: give('translate', { text: 't', from: 'de', to: 'en' }),
  };
  let reply = 'Hello';
  const assist = new Assist({ api, read: () => reply, write: (_, text) => (reply = text), changed: () => {} }, memory(), mine);
  return { assist, asked, reply: () => reply };
}

test('a summary is asked for once for each hand-off', async () => {
  const { assist, asked } = desk();
  assist.summarise('c', 3);
  assist.summarise('c', 3);
  await settle();
  assist.summarise('c', 3);
  assist.summarise('c', 9);
  deepEqual(asked, [
    ['summary', 'c'],
    ['summary', 'c'],
  ]);
  equal(assist.summary('c', 3)?.is, 'here');
});

test('the reply to an older message is none to the newest', async () => {
  const { assist } = desk();
  const thread = { ...newThread('c'), events: [event(1, { from: 'customer', text: 'a' })] };
  assist.askReply(thread);
  await settle();
  equal(assist.reply(thread)?.is, 'here');
  thread.events = [...thread.events, event(2, { from: 'customer', text: 'b' })];
  equal(assist.reply(thread), undefined);
});

test('a message is translated into the agent’s language, a reply into the customer’s', async () => {
  const { assist, asked, reply } = desk();
  assist.translate('c', 4);
  await assist.wording.ask('c', { to: 'de' });
  await assist.wording.ask('c', { how: 'plainer' });
  deepEqual(asked, [
    ['translate', { conversation: 'c', seq: 4, to: 'en' }],
    ['translate', { conversation: 'c', text: 'Hello', to: 'de' }],
    ['rewrite', 'c', 't', 'plainer'],
  ]);
  equal(reply(), 'w');
  equal(assist.wording.sent('c'), 'Hello');
});

test('a translation is offered for what is in another language than the agent’s', () => {
  const from = 'customer' as const;
  const offered = (text: string, mine: string, theirs: string, more: Partial<Event> = {}) => foreign(event(1, { from, text, ...more }), mine, theirs);
  equal(offered('Wo ist mein Paket?', 'en', ''), true);
  equal(offered('Wo ist mein Paket?', 'de', 'fr'), false);
  equal(offered('Merci', 'en', 'fr'), true);
  equal(offered('Merci', 'en', ''), false);
  equal(offered('4711 :)', 'en', 'fr'), false);
  equal(offered('Wo ist mein Paket?', 'en', '', { from: 'bot' }), false);
  equal(offered('Wo ist mein Paket?', 'en', '', { kind: 'note' }), false);
});

test('a customer who writes in the agent’s language needs no translation', () => {
  const { assist } = desk('de');
  const state = { status: 'open' as const, owner: 'agent' as const, epoch: 1, head: 1, staffed: true, locale: 'en-US' };
  equal(assist.theirs({ events: [event(1, { from: 'customer', text: 'Wo ist mein Paket?' })], state }), '');
  equal(assist.theirs({ events: [], state }), 'en');
});

test('the newest hand-off with a summary is the one to be summarised', () => {
  equal(handedBy([event(1, {})]), 0);
  equal(
    handedBy([
      event(1, { kind: 'owner', owner: 'queue', summary: 'a' }),
      event(2, { kind: 'owner', owner: 'agent' }),
      event(3, { kind: 'owner', owner: 'queue', reason: 'released' }),
    ]),
    1,
  );
});
