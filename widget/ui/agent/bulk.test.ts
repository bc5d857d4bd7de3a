import { deepEqual, equal, ok } from 'node:assert/strict';
import { test } from 'node:test';
import { Refusal } from '../staff/call';
import type { BulkAction, BulkResult } from './api';
import type { Report } from './bulk';
import { Bulk } from './bulk';

/** A desk that answers each call as told. */
function desk(...answers: (BulkResult | Refusal)[]) {
  const asked: unknown[] = [];
  const told: Report[] = [];
  const answer = (request: unknown): Promise<BulkResult> => {
    asked.push(request);
    const next = answers.shift() ?? { done: [], refused: [] };
    return next instanceof Refusal ? Promise.reject(next) : Promise.resolve(next);
  };
  const bulk = new Bulk({
    api: { bulk: (action: BulkAction) => answer(action), undo: (undo: string) => answer({ undo }) },
    nameOf: (id) => id.toUpperCase(),
    tell: (report) => told.push(report),
    changed: () => {},
  });
  return { bulk, asked, told };
}

const settle = () => new Promise((resolve) => setTimeout(resolve, 1));
const order = ['a', 'b', 'c', 'd'];

test('a range goes from the last choice to this one, in the order of the list', () => {
  const { bulk } = desk();
  bulk.toggle('d', false, order);
  bulk.toggle('b', true, order);
  deepEqual([...bulk.chosen].sort(), ['b', 'c', 'd']);
  bulk.toggle('c', false, order);
  deepEqual([...bulk.chosen].sort(), ['b', 'd']);
});

test('a range without a beginning is one row', () => {
  const { bulk } = desk();
  bulk.toggle('c', true, order);
  deepEqual([...bulk.chosen], ['c']);
});

test('all are chosen, then none, and what left the list is not chosen any more', () => {
  const { bulk } = desk();
  bulk.toggle('b', false, order);
  bulk.all(order);
  equal(bulk.chosen.size, 4);
  bulk.keepOnly((id) => id !== 'a');
  deepEqual([...bulk.chosen].sort(), ['b', 'c', 'd']);
  bulk.all(['b', 'c', 'd']);
  equal(bulk.chosen.size, 0);
});

test('an action tells what was done and what was refused, and can be undone once', async () => {
  const { bulk, asked, told } = desk(
    { done: ['a'], refused: [{ id: 'b', code: 'taken', message: 'Ben took it.' }], undo: 'u1' },
    { done: ['a'], refused: null },
  );
  bulk.all(['a', 'b']);
  await bulk.run({ action: 'tag', tags: ['vip'] });
  deepEqual(asked[0], { action: 'tag', tags: ['vip'], ids: ['a', 'b'] });
  equal(told[0]?.text, 'Done for 1 conversation.');
  deepEqual(told[0]?.lines, ['Not done: B. Ben took it.']);
  ok(told[0]?.bad);
  equal(bulk.chosen.size, 0);
  const { undo } = bulk;
  undo?.();
  await settle();
  deepEqual(asked[1], { undo: 'u1' });
  equal(told[1]?.text, 'Undone for 1 conversation.');
  equal(bulk.undo, undefined);
});

test('a refusal of the whole keeps the choice', async () => {
  const { bulk, told } = desk(new Refusal(403, 'forbidden', 'Your role does not allow this.', 0, {}));
  bulk.all(['a']);
  await bulk.run({ action: 'accept' });
  deepEqual(told[0], { text: 'Your role does not allow this.', lines: [], bad: true });
  equal(bulk.chosen.size, 1);
  ok(!bulk.busy);
});

test('nothing chosen, nothing asked', async () => {
  const { bulk, asked } = desk();
  await bulk.run({ action: 'accept' });
  deepEqual(asked, []);
});
