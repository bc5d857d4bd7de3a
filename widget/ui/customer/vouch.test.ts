// The host page vouches for its user.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import type { FakeWire } from '../shared/fakeworld';
import type { Summary } from '../shared/wire';
import { Page, accept, stored } from './fakepage';

/** Runs a test and returns the warnings for the page's developer, which would clutter its output. */
function warnings(run: () => void): unknown[] {
  const said: unknown[] = [];
  const { warn } = console;
  console.warn = (...words: unknown[]) => void said.push(words.at(-1));
  try {
    run();
  } finally {
    console.warn = warn;
  }
  return said;
}

function identities(page: Page): (string | undefined)[] {
  return page.world.wires.flatMap((wire) => wire.of('hello')).map(({ identity }) => identity);
}

function refuse(wire: FakeWire): void {
  wire.say({ type: 'error', code: 'identity', message: 'exp is over' });
}

function open(id: string): Summary {
  return { id, status: 'open', owner: 'bot', head: 1, updated: 1, snippet: '' };
}

test('the first connection waits for the token, and carries it', () => {
  const page = new Page({ token: 'T' }, true);
  assert.equal(page.world.wires.length, 0);
  page.session.vouch('A');
  page.world.welcome({ token: 'T' });
  assert.deepEqual(identities(page), ['A']);
  assert.equal(page.world.wires.length, 1);
});

test('a page that does not know in time, or whose user is not signed in, keeps nobody from the chat', () => {
  const slow = new Page({ token: 'T' }, true);
  slow.world.pass(1_999);
  assert.equal(slow.world.wires.length, 0);
  slow.world.pass(1);
  slow.world.welcome({ token: 'T' });
  assert.deepEqual(identities(slow), [undefined]);

  const guest = new Page({ token: 'T' }, true);
  guest.session.vouch(undefined);
  guest.world.welcome({ token: 'T' });
  assert.deepEqual(identities(guest), [undefined]);
  assert.equal(guest.asked, 0);
});

test('no connection is made for a token alone', () => {
  const page = new Page({}, true);
  page.session.vouch('A');
  assert.equal(page.world.wires.length, 0);
  page.session.say('hello');
  page.world.welcome({ token: 'T' });
  assert.deepEqual(identities(page), ['A']);
});

test('a token that comes later makes a new connection; what is under way is sent again', () => {
  const page = new Page();
  page.session.say('hello');
  const [sent] = page.world.welcome({ token: 'T' }).of('send');
  page.session.vouch('A');
  page.session.vouch('A');
  page.world.pass(2_000);
  const wire = page.world.welcome({ token: 'T2' });
  assert.deepEqual(identities(page), [undefined, 'A']);
  assert.equal(page.items.token, 'T2'); // who it was before may have been known to others
  assert.deepEqual(wire.of('send'), [sent]);
});

test('a token that is refused at once: the developer is told, the visitor goes on', () => {
  const said = warnings(() => {
    const page = new Page({ token: 'T' }, true);
    page.session.vouch('forged');
    const wire = page.world.welcome({ token: 'T' });
    refuse(wire);
    assert.deepEqual(page.told, ['error']);
    assert.equal(page.asked, 0);
    page.session.say('hello');
    assert.equal(wire.of('send').length, 1);
  });
  assert.deepEqual(said, ['exp is over']);
});

test('after that, each fresh connection asks for another; the same one again is not tried', () => {
  const said = warnings(() => {
    const page = new Page({ token: 'T' }, true);
    page.session.vouch('forged');
    refuse(page.world.welcome({ token: 'T' }));
    page.world.cutAndWake();
    page.world.welcome({ token: 'T' });
    assert.equal(page.asked, 1);
    page.session.vouch('forged');
    assert.equal(page.world.wires.length, 2);
    page.session.vouch('better');
    page.world.pass(2_000);
    page.world.welcome({ token: 'T' });
    assert.deepEqual(identities(page), ['forged', undefined, 'better']);
  });
  assert.deepEqual(said, ['exp is over']);
});

test('a token that was good and has expired is replaced at once, and nobody is bothered', () => {
  const said = warnings(() => {
    const page = new Page({ token: 'T' }, true);
    page.session.vouch('A');
    page.world.welcome({ token: 'T' });
    page.world.cutAndWake();
    refuse(page.world.welcome({ token: 'T' }));
    assert.equal(page.asked, 1);
    assert.deepEqual(page.told, []);
    page.session.vouch('B');
    page.world.pass(2_000);
    page.world.welcome({ token: 'T' });
    assert.deepEqual(identities(page), ['A', 'A', 'B']);
  });
  assert.deepEqual(said, []);
});

test('if the page has no other one, the developer is told', () => {
  const said = warnings(() => {
    const page = new Page({ token: 'T' }, true);
    page.session.vouch('A');
    page.world.welcome({ token: 'T' });
    page.world.cutAndWake();
    refuse(page.world.welcome({ token: 'T' }));
    page.session.vouch('A');
    assert.deepEqual(page.told, ['error']);
  });
  assert.deepEqual(said, ['exp is over']);
});

test('tokens that are all refused are no reason to connect for ever', () => {
  warnings(() => {
    const page = new Page({ token: 'T' }, true);
    page.session.vouch('forged 1');
    refuse(page.world.welcome({ token: 'T' }));
    page.world.cutAndWake();
    page.world.welcome({ token: 'T' });
    page.session.vouch('forged 2');
    page.world.pass(2_000);
    refuse(page.world.welcome({ token: 'T' }));
    const connections = page.world.wires.length;
    assert.equal(page.asked, 1);
    page.world.pass(2_000);
    assert.equal(page.world.wires.length, connections);
  });
});

test('another user sees their own conversation and not the one before', () => {
  const page = new Page();
  page.session.say('hello');
  const before = page.world.welcome({ token: 'T' });
  const [sent] = before.of('send');
  accept(before, sent, 1);
  stored(before, sent);
  page.session.vouch('B');
  page.world.pass(2_000);
  page.world.welcome({ token: "B's", conversations: [open('theirs')] });
  assert.equal(page.session.conversation?.id, 'theirs');
});

test('another user without a conversation begins with an empty one', () => {
  const page = new Page();
  page.session.say('hello');
  const before = page.world.welcome({ token: 'T' });
  const [sent] = before.of('send');
  accept(before, sent, 1);
  stored(before, sent);
  page.session.say('on its way');
  page.session.vouch('B');
  page.world.pass(2_000);
  const wire = page.world.welcome({ token: "B's", conversations: [] });
  assert(page.session.conversation?.id !== sent?.conversation);
  assert.equal(page.session.conversation?.head, 0);
  assert.equal(wire.of('send').at(-1)?.conversation, page.session.conversation?.id);
});

test('the visitor who becomes known keeps the conversation', () => {
  const page = new Page();
  page.session.say('hello');
  const before = page.world.welcome({ token: 'T' });
  const [sent] = before.of('send');
  accept(before, sent, 1);
  stored(before, sent);
  page.session.vouch('A');
  page.world.pass(2_000);
  page.world.welcome({ token: 'T2', conversations: [open(sent?.conversation ?? '')] });
  assert.equal(page.session.conversation?.id, sent?.conversation);
  assert.equal(page.session.conversation?.head, 1);
});
