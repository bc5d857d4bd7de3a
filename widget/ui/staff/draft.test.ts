import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { test } from 'node:test';
import { Refusal } from './call';
import type { Keeper, Stored } from './draft';
import { Draft } from './draft';

const refusal = (status: number, code: string, message: string) => new Refusal(status, code, message, 0, {});

/** A server with one document, a list of words. */
class FakeKeeper implements Keeper {
  stored: Stored = { revision: 0, value: ['default'], author: '', at: 0 };
  refuse: Refusal | null = null;
  sent: unknown[] = [];

  load(): Promise<Stored> {
    return this.refuse ? Promise.reject(this.refuse) : Promise.resolve(this.stored);
  }

  save(_name: string, revision: number, value: unknown): Promise<number> {
    this.sent.push(value);
    if (this.refuse) return Promise.reject(this.refuse);
    if (revision !== this.stored.revision) return Promise.reject(refusal(409, 'conflict', 'm'));
    this.stored = { revision: revision + 1, value, author: 'me', at: 1000 };
    return Promise.resolve(revision + 1);
  }

  /** Somebody else saves. */
  other(value: string[]): void {
    this.stored = { revision: this.stored.revision + 1, value, author: 'ben', at: 500 };
  }
}

const words = {
  empty: [] as string[],
  read: (sent: unknown) => [...(sent as string[])],
  fault: (list: string[]) => (list.includes('bad') ? 'This word is bad.' : ''),
  ready: (list: string[]) => list.filter((word) => word !== ''),
};

async function opened(keeper: FakeKeeper): Promise<Draft<string[]>> {
  const draft = new Draft('words', words, keeper, 'me', () => 2000);
  await draft.open();
  return draft;
}

test('a document is loaded once and is clean', async () => {
  const keeper = new FakeKeeper();
  const draft = await opened(keeper);
  deepEqual(draft.value, ['default']);
  ok(draft.loaded && !draft.dirty);
  equal(draft.savedAt, 0);
  draft.set(['mine']);
  await draft.open();
  deepEqual(draft.value, ['mine']);
});

test('what cannot be loaded can be tried again', async () => {
  const keeper = new FakeKeeper();
  keeper.refuse = refusal(0, 'offline', 'Not reached.');
  const draft = await opened(keeper);
  ok(!draft.loaded);
  equal(draft.fault?.text, 'Not reached.');
  equal(await draft.save(), false);
  keeper.refuse = null;
  await draft.open();
  ok(draft.loaded && !draft.fault);
});

test('saving makes ready, sends, and is clean', async () => {
  const keeper = new FakeKeeper();
  const draft = await opened(keeper);
  draft.set(['a', '']);
  ok(draft.dirty);
  ok(await draft.save());
  deepEqual(keeper.sent, [['a']]);
  ok(!draft.dirty);
  equal(draft.savedAt, 2000);
  draft.set(['b']);
  ok(await draft.save());
  equal(keeper.stored.revision, 2);
});

test('putting back what was there is no change', async () => {
  const draft = await opened(new FakeKeeper());
  draft.set(['x']);
  draft.set(['default']);
  ok(!draft.dirty);
});

test('what is typed while saving is not taken for saved', async () => {
  const keeper = new FakeKeeper();
  const draft = await opened(keeper);
  draft.set(['a']);
  const saving = draft.save();
  draft.set(['a', 'b']);
  equal(await draft.save(), false);
  ok(await saving);
  ok(draft.dirty);
  deepEqual(draft.value, ['a', 'b']);
  deepEqual(keeper.stored.value, ['a']);
});

test('no error takes what was typed', async () => {
  const keeper = new FakeKeeper();
  const draft = await opened(keeper);
  draft.set(['mine']);
  for (const fault of [refusal(400, 'invalid', 'Team x: too short.'), refusal(0, 'offline', 'Not reached.'), refusal(500, 'internal', 'Wrong here.')]) {
    keeper.refuse = fault;
    equal(await draft.save(), false);
    equal(draft.fault?.text, fault.message);
    deepEqual(draft.value, ['mine']);
    ok(draft.dirty);
  }
  keeper.refuse = refusal(401, 'signed_out', 'Sign in.');
  equal(await draft.save(), false);
  ok(draft.fault?.signedOut);
  match(draft.fault?.text ?? '', /still here/);
  keeper.refuse = null;
  ok(await draft.save());
  equal(draft.fault, null);
});

test('what cannot be sent is not sent', async () => {
  const keeper = new FakeKeeper();
  const draft = await opened(keeper);
  draft.set(['bad', '']);
  equal(await draft.save(), false);
  equal(draft.fault?.text, 'This word is bad.');
  deepEqual(keeper.sent, []);
  deepEqual(draft.value, ['bad', '']);
});

test('what was wrong is not said any longer than until something is changed', async () => {
  const keeper = new FakeKeeper();
  const draft = await opened(keeper);
  draft.set(['bad']);
  await draft.save();
  ok(draft.fault);
  draft.set(['good']);
  equal(draft.fault, null);
  keeper.refuse = refusal(401, 'signed_out', 'm');
  await draft.save();
  draft.set(['better']);
  ok(draft.fault?.signedOut); // that is mended elsewhere
});

test('of a conflict theirs may be loaded', async () => {
  const keeper = new FakeKeeper();
  const draft = await opened(keeper);
  draft.set(['mine']);
  keeper.other(['theirs']);
  equal(await draft.save(), false);
  deepEqual([draft.conflict?.author, draft.conflict?.at], ['ben', 500]);
  deepEqual(draft.value, ['mine']);
  draft.loadTheirs();
  deepEqual(draft.value, ['theirs']);
  ok(!draft.dirty && !draft.conflict);
  draft.set(['after']);
  ok(await draft.save());
});

test('of a conflict mine may be kept, until somebody is faster again', async () => {
  const keeper = new FakeKeeper();
  const draft = await opened(keeper);
  equal(await draft.keepMine(), false);
  draft.set(['mine']);
  keeper.other(['theirs']);
  await draft.save();
  keeper.other(['theirs again']);
  equal(await draft.keepMine(), false);
  deepEqual(draft.conflict?.value, ['theirs again']);
  ok(await draft.keepMine());
  deepEqual(keeper.stored.value, ['mine']);
  equal(draft.conflict, null);
});

test('what was removed comes back, until something else is changed', async () => {
  const draft = await opened(new FakeKeeper());
  draft.set(['a', 'b']);
  draft.setWithout(['a'], 'b');
  equal(draft.removed?.what, 'b');
  draft.undo();
  deepEqual(draft.value, ['a', 'b']);
  draft.setWithout(['a'], 'b');
  draft.set(['a', 'c']);
  equal(draft.removed, null);
  draft.undo();
  deepEqual(draft.value, ['a', 'c']);
});

test('those who listen hear every change until they stop', async () => {
  const draft = await opened(new FakeKeeper());
  let heard = 0;
  const stop = draft.listen(() => heard++);
  draft.set(['x']);
  ok(heard === 1);
  stop();
  draft.set(['y']);
  equal(heard, 1);
});
