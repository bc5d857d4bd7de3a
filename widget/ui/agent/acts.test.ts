import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import { WireError } from '../shared/socket';
import type { In, Out, State } from '../shared/wire';
import { Acts } from './acts';
import { newThread, put, take, types, typingLasts } from './thread';

type Request = In & { id: string };

function acts(state: State | null, ...answers: (WireError | undefined)[]) {
  const requests: Request[] = [];
  const told: string[] = [];
  const done: string[] = [];
  const around = {
    request(frame: Request): Promise<Out> {
      requests.push(frame);
      const refused = answers.shift();
      return refused ? Promise.reject(refused) : Promise.resolve({ v: 1, type: 'ack' });
    },
    epoch: () => 7,
    state: () => state,
    nameOf: () => 'Noa',
    done: (act: { type: string }) => void done.push(act.type),
    tell: (text: string, bad: boolean) => void told.push(`${bad ? 'bad' : 'good'}: ${text}`),
    changed: () => {},
  };
  return { acts: new Acts(around), requests, told, done };
}

const open: State = { status: 'open', owner: 'agent', mine: true, epoch: 7, head: 1, staffed: true };

test('an act is done once at a time and told', async () => {
  const { acts: all, requests, told, done } = acts(open);
  const first = all.run({ type: 'accept' }, 'c');
  equal(all.doing('c'), 'accept');
  equal(await all.run({ type: 'accept' }, 'c'), false);
  equal(await first, true);
  equal(all.doing('c'), undefined);
  equal(requests.length, 1);
  deepEqual(told, ['good: The conversation with Noa is yours.']);
  deepEqual(done, ['accept']);
});

test('the loser of a race reads who won', async () => {
  const { acts: all, told, done } = acts({ ...open, mine: false, agent: 'Ben' }, new WireError('taken', 'Ben took it.'));
  equal(await all.run({ type: 'accept' }, 'c'), false);
  deepEqual(told, ['bad: Ben took it.']);
  deepEqual(done, []);
});

test('a refusal of what is so already is no refusal', async () => {
  const { acts: all, told } = acts({ ...open, owner: 'queue', mine: false }, new WireError('stale', ''));
  equal(await all.run({ type: 'release' }, 'c'), true);
  deepEqual(told, []);
});

test('the customer writes until they have spoken or the time is over', () => {
  const thread = newThread('c');
  equal(take(thread, [{ seq: 1, kind: 'message', at: 0, from: 'customer', text: 'hello' }]), false);
  put(thread, { ...open, typing: 'customer' }, 1_000);
  equal(types(thread, 1_000 + typingLasts - 1), true);
  equal(types(thread, 1_000 + typingLasts), false);
  equal(take(thread, [{ seq: 2, kind: 'message', at: 0, from: 'customer', text: 'more' }]), true);
  equal(types(thread, 1_001), false);
});

test('when the customer has read is known only if it was seen', () => {
  const thread = newThread('c');
  put(thread, { ...open, read: 3 }, 1_000);
  equal(thread.readAt, 0);
  put(thread, { ...open, read: 4 }, 2_000);
  equal(thread.readAt, 2_000);
  put(thread, { ...open, read: 4 }, 3_000);
  equal(thread.readAt, 2_000);
});
