import { deepEqual, equal, ok } from 'node:assert/strict';
import { test } from 'node:test';
import type { Owed } from '../shared/wire';
import { Remembered } from '../staff/remembered';
import { Activity } from './activity';
import type { Cause } from './api';
import { causeLabel, causeLines, findCauses } from './causes';
import { Offers } from './offers';
import { Reminders } from './reminders';
import { asInput, fromInput, presets } from './snooze';
import { achieved, doneWords, frameOf } from './verbs';

function memory(): Remembered {
  return new Remembered(() => {
    throw new Error('blocked');
  }, '');
}

const tree: Cause[] = [
  { id: 'delivery', title: 'Delivery', words: ['parcel'], parts: [{ id: 'late', title: 'Late', words: ['delay'] }] },
  { id: 'billing', title: 'Billing' },
];

test('causes are found by title and other words, and named by their path', () => {
  const lines = causeLines(tree);
  deepEqual(
    lines.map(({ path, label, depth }) => `${depth} ${path} ${label}`),
    ['0 delivery Delivery', '1 delivery/late Delivery › Late', '0 billing Billing'],
  );
  equal(causeLabel(lines, 'delivery/late'), 'Delivery › Late');
  equal(causeLabel(lines, 'engraving'), 'engraving');
  deepEqual(
    findCauses(lines, 'delivery DELAY').map(({ path }) => path),
    ['delivery/late'],
  );
  equal(findCauses(lines, '').length, 3);
});

const owed = (id: string, remind: number): Owed => ({ id, text: 'refund', due: 100, state: 'open', conversation: 'c', name: 'Noa', remind });

test('a promise is brought to mind once, also after a reload, and forgotten when it is not owed', () => {
  const store = memory();
  const reminders = new Reminders(store);
  deepEqual(reminders.due([owed('a', 50), owed('b', 90)], 49), []);
  deepEqual(
    reminders.due([owed('a', 50), owed('b', 90)], 50).map(({ id }) => id),
    ['a'],
  );
  deepEqual(new Reminders(store).due([owed('a', 50)], 60), []);
  new Reminders(store).due([], 60);
  equal(store.get('reminded'), '');
});

test('times to put aside are of the agent’s clock; tomorrow is not offered twice', () => {
  const friday = new Date(2026, 10, 27, 15, 30).getTime();
  const at = (days: number) => new Date(2026, 10, days, 9).getTime();
  deepEqual(presets(friday), [
    { name: 'hour', until: friday + 3_600_000 },
    { name: 'tomorrow', until: at(28) },
    { name: 'monday', until: at(30) },
    { name: 'answer', until: -1 },
  ]);
  const sunday = new Date(2026, 10, 29, 23).getTime();
  deepEqual(
    presets(sunday).map(({ name }) => name),
    ['hour', 'tomorrow', 'answer'],
  );
  const monday = new Date(2026, 10, 30, 8).getTime();
  equal(presets(monday).find(({ name }) => name === 'monday')?.until, new Date(2026, 11, 7, 9).getTime());
});

test('a time survives the way through a field', () => {
  const time = new Date(2026, 10, 27, 9, 5).getTime();
  equal(asInput(time), '2026-11-27T09:05');
  equal(fromInput(asInput(time)), time);
  ok(Number.isNaN(fromInput('')));
});

test('acts of the owner carry the epoch, others do not', () => {
  equal(frameOf({ type: 'snooze', until: -1 }, 'm', 'c', 7).epoch, 7);
  equal(frameOf({ type: 'tag', tags: ['a'] }, 'm', 'c', 7).epoch, undefined);
  deepEqual(frameOf({ type: 'transfer', team: 'returns' }, 'm', 'c', 7), { type: 'transfer', team: 'returns', id: 'm', conversation: 'c', epoch: 7 });
});

test('what was done before the answer was lost counts as done', () => {
  const state = { status: 'open' as const, owner: 'agent' as const, mine: true, epoch: 1, head: 1, staffed: true };
  ok(achieved('accept', state));
  ok(!achieved('accept', { ...state, mine: false }));
  ok(achieved('release', { ...state, owner: 'queue' }));
  ok(!achieved('resolve', state));
  equal(doneWords({ type: 'snooze', until: 0 }, ''), 'Taken up again.');
  equal(doneWords({ type: 'tag' }, ''), '');
});

test('a commitment in a reply is offered, one in a note is not', async () => {
  const asked: string[] = [];
  const commitments = [{ text: "I'll refund it by Friday", due: 5 }];
  const api = {
    commitments: (text: string) => {
      asked.push(text);
      return Promise.resolve({ commitments });
    },
  };
  const offers = new Offers(api, () => {});
  await offers.look({ conversation: 'c', mode: 'note', text: 'by Friday' });
  deepEqual(asked, []);
  await offers.look({ conversation: 'c', mode: 'reply', text: 'by Friday' });
  deepEqual(offers.of('c'), { text: "I'll refund it", due: 5 });
  equal(offers.of('d'), undefined);
  offers.drop('c');
  equal(offers.of('c'), undefined);
});

test('a sign of life is told once', () => {
  const heard = new Map<string, () => void>();
  const activity = new Activity();
  activity.watch({
    addEventListener: (name: string, f: () => void) => void heard.set(name, f),
    removeEventListener: () => {},
  } as unknown as Window);
  ok(activity.take());
  ok(!activity.take());
  heard.get('keydown')?.();
  ok(activity.take());
  ok(!activity.take());
});
