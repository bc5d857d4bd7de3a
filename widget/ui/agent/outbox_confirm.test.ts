import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import { WireError } from '../shared/socket';
import type { In, Out } from '../shared/wire';
import { Remembered } from '../staff/remembered';
import type { Outgoing } from './outbox';
import { Outbox } from './outbox';

type Request = In & { id: string };

const warning = { rule: 'r1', found: 'guarantee', reason: 'Nobody can know.', alternative: 'expect' };
const neverSay = () => new WireError('never_say', '', 0, { v: 1, type: 'error', code: 'never_say', warning });

function outboxFor(answers: (WireError | undefined)[], store = memory()) {
  const requests: Request[] = [];
  const stored: Outgoing[] = [];
  const outbox = new Outbox(
    {
      request(frame: Request): Promise<Out> {
        requests.push(structuredClone(frame));
        const refused = answers.shift();
        return refused ? Promise.reject(refused) : Promise.resolve({ v: 1, type: 'ack', id: frame.id });
      },
      epoch: () => 7,
      stored: (item) => stored.push(item),
      changed: () => {},
    },
    store,
  );
  return { outbox, requests, stored };
}

function memory(): Remembered {
  return new Remembered(() => {
    throw new Error('blocked');
  }, '');
}

const settle = () => new Promise((resolve) => setTimeout(resolve, 5));

test('a reply says what its author had seen', async () => {
  const { outbox, requests, stored } = outboxFor([]);
  outbox.add('c', 'reply', 'hello', 12);
  await settle();
  equal(requests[0]?.after, 12);
  equal(requests[0]?.confirm, undefined);
  equal(stored.length, 1);
});

test('warnings ask one after the other, and each is confirmed once', async () => {
  const { outbox, requests, stored } = outboxFor([new WireError('newer'), neverSay()]);
  outbox.add('c', 'reply', 'we guarantee it', 3);
  await settle();
  equal(outbox.asking('c')?.question?.code, 'newer');
  equal(stored.length, 0);
  outbox.confirm(outbox.asking('c')?.id ?? '');
  await settle();
  deepEqual(outbox.asking('c')?.question, { code: 'never_say', warning });
  outbox.confirm(outbox.asking('c')?.id ?? '');
  await settle();
  deepEqual(
    requests.map(({ confirm }) => confirm),
    [undefined, ['newer'], ['newer', 'never_say']],
  );
  equal(new Set(requests.map(({ id }) => id)).size, 1);
  equal(outbox.asking('c'), undefined);
  equal(stored.length, 1);
});

test('a text that is asked about can be taken back for editing', async () => {
  const { outbox, requests } = outboxFor([neverSay()]);
  outbox.add('c', 'reply', 'we guarantee it', 3);
  await settle();
  outbox.discard(outbox.asking('c')?.id ?? '');
  deepEqual(outbox.of('c'), []);
  equal(requests.length, 1);
});

test('a question outlives a reload', async () => {
  const store = memory();
  const { outbox } = outboxFor([neverSay()], store);
  outbox.add('c', 'reply', 'we guarantee it', 3);
  await settle();
  const after = outboxFor([], store);
  deepEqual(after.outbox.asking('c')?.question?.warning, warning);
  after.outbox.confirm(after.outbox.asking('c')?.id ?? '');
  await settle();
  deepEqual(after.requests[0]?.confirm, ['never_say']);
});

test('confirming what does not ask does nothing', async () => {
  const { outbox, requests } = outboxFor([]);
  outbox.add('c', 'reply', 'hello', 1);
  await settle();
  outbox.confirm(requests[0]?.id ?? '');
  await settle();
  equal(requests.length, 1);
});
