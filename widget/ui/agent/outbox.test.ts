import { deepEqual, equal, ok } from 'node:assert/strict';
import { test } from 'node:test';
import { WireError } from '../shared/socket';
import type { In, Out } from '../shared/wire';
import { Remembered } from '../staff/remembered';
import { Outbox } from './outbox';

type Request = In & { id: string };

/** A server that answers each request as told: 'ack', or an error to refuse with. */
function desk(...answers: ('ack' | WireError)[]) {
  const requests: Request[] = [];
  const post = {
    request(frame: Request): Promise<Out> {
      requests.push(frame);
      const answer = answers.shift() ?? 'ack';
      return answer === 'ack' ? Promise.resolve({ v: 1, type: 'ack', id: frame.id }) : Promise.reject(answer);
    },
    epoch: () => 7,
    changed: () => {},
  };
  return { post, requests };
}

/** A tab's storage that is blocked, so that everything stays in memory. */
function memory(): Remembered {
  return new Remembered(() => {
    throw new Error('blocked');
  }, '');
}

const settle = () => new Promise((resolve) => setTimeout(resolve, 5));

test('a reply carries the epoch, a note does not', async () => {
  const { post, requests } = desk();
  const outbox = new Outbox(post, memory());
  outbox.add('c', 'reply', 'hello', 3);
  outbox.add('c', 'note', 'psst', 3);
  await settle();
  deepEqual(
    requests.map(({ type, epoch, text }) => ({ type, epoch, text })),
    [
      { type: 'send', epoch: 7, text: 'hello' },
      { type: 'note', epoch: undefined, text: 'psst' },
    ],
  );
  deepEqual(
    outbox.of('c').map((item) => item.state),
    ['sent', 'sent'],
  );
});

test('a refused text is sent again under the same id', async () => {
  const { post, requests } = desk(new WireError('stale', ''));
  const outbox = new Outbox(post, memory());
  outbox.add('c', 'reply', 'hello', 3);
  await settle();
  const [item] = outbox.of('c');
  equal(item?.state, 'failed');
  ok(item?.why);
  outbox.retry(item.id);
  await settle();
  equal(outbox.of('c')[0]?.state, 'sent');
  equal(requests.length, 2);
  equal(requests[0]?.id, requests[1]?.id);
});

test('the loser of a race reads who won', async () => {
  const { post } = desk(new WireError('taken', 'Jonas took this conversation.'));
  const outbox = new Outbox(post, memory());
  outbox.add('c', 'reply', 'hello', 3);
  await settle();
  equal(outbox.of('c')[0]?.why, 'Jonas took this conversation.');
});

test('a server that asks to wait is asked again', async () => {
  const { post, requests } = desk(new WireError('unavailable', '', 1));
  const outbox = new Outbox(post, memory());
  outbox.add('c', 'note', 'psst', 3);
  await settle();
  await settle();
  equal(requests.length, 2);
  equal(outbox.of('c')[0]?.state, 'sent');
});

test('a text leaves when it has arrived in the log', async () => {
  const { post } = desk();
  const outbox = new Outbox(post, memory());
  outbox.add('c', 'reply', 'hello', 3);
  const id = outbox.of('c')[0]?.id ?? '';
  outbox.arrived([{ seq: 1, kind: 'message', at: 0, id }]);
  deepEqual(outbox.of('c'), []);
  await settle();
});

test('a reload keeps what was not acknowledged, and only a refused text can be dropped', async () => {
  const store = memory();
  const { post } = desk(new WireError('invalid', 'no'));
  const before = new Outbox({ ...post, request: () => new Promise(() => {}) }, store);
  before.add('c', 'reply', 'on its way', 3);
  const after = new Outbox(post, store);
  const [item] = after.of('c');
  equal(item?.state, 'slow');
  after.discard(item?.id ?? '');
  equal(after.of('c').length, 1);
  after.retry(item?.id ?? '');
  await settle();
  after.discard(item?.id ?? '');
  equal(after.of('c').length, 0);
});

test('what cannot be read is forgotten', () => {
  const store = memory();
  store.set('outbox', '{');
  deepEqual(new Outbox(desk().post, store).of('c'), []);
});
