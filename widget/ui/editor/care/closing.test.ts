import { deepEqual, equal } from 'node:assert/strict';
import { mock, test } from 'node:test';
import type { TestContext } from 'node:test';
import type { Closed } from './closing';
import { Closing } from './closing';

interface World {
  closing: Closing;
  told: [string, Closed][];
  refuse: { words: string };
  counts: { changed: number; told: number };
}

function world(t: TestContext): World {
  mock.timers.enable({ apis: ['setTimeout'] });
  t.after(() => mock.timers.reset());
  const told: [string, Closed][] = [];
  const refuse = { words: '' };
  const counts = { changed: 0, told: 0 };
  const closing = new Closing(
    {
      tell: async (id, as) => {
        told.push([id, as]);
        if (refuse.words) throw new Error(refuse.words);
      },
      words: (refused) => (refused as Error).message,
      changed: () => counts.changed++,
      told: () => counts.told++,
    },
    10_000,
  );
  return { closing, told, refuse, counts };
}

/** Lets what was promised happen. */
async function settle(): Promise<void> {
  for (let i = 0; i < 5; i++) await Promise.resolve();
}

test('the server is told after the time to undo', async (t) => {
  const { closing, told, counts } = world(t);
  closing.close('a', 'done');
  deepEqual(closing.of('a'), { name: 'undoable', as: 'done' });
  mock.timers.tick(9_999);
  deepEqual(told, []);
  mock.timers.tick(1);
  deepEqual(told, [['a', 'done']]);
  equal(closing.of('a').name, 'closing');
  await settle();
  deepEqual(closing.of('a'), { name: 'closed', as: 'done' });
  equal(counts.told, 1);
});

test('undone in time, the server never hears of it', async (t) => {
  const { closing, told } = world(t);
  closing.close('a', 'declined');
  closing.undo('a');
  mock.timers.tick(60_000);
  closing.flush();
  deepEqual(told, []);
  deepEqual(closing.of('a'), { name: 'open', fault: '' });
});

test('closing another one settles the first', (t) => {
  const { closing, told } = world(t);
  closing.close('a', 'done');
  closing.close('b', 'declined');
  deepEqual(told, [['a', 'done']]);
  closing.undo('a');
  equal(closing.of('a').name, 'closing');
  equal(closing.of('b').name, 'undoable');
});

test('time stands still while somebody is at it', (t) => {
  const { closing, told } = world(t);
  closing.close('a', 'done');
  closing.hold(true);
  mock.timers.tick(60_000);
  deepEqual(told, []);
  closing.hold(false);
  mock.timers.tick(10_000);
  deepEqual(told, [['a', 'done']]);
});

test('leaving the page tells the server', (t) => {
  const { closing, told } = world(t);
  closing.close('a', 'done');
  closing.flush();
  closing.flush();
  deepEqual(told, [['a', 'done']]);
  mock.timers.tick(60_000);
  equal(told.length, 1);
});

test('a refusal is told and it can be tried again', async (t) => {
  const { closing, told, refuse, counts } = world(t);
  refuse.words = 'Somebody else has dealt with this suggestion.';
  closing.close('a', 'done');
  closing.flush();
  await settle();
  deepEqual(closing.of('a'), { name: 'open', fault: 'Somebody else has dealt with this suggestion.' });
  equal(counts.told, 0);
  refuse.words = '';
  closing.close('a', 'done');
  closing.close('a', 'declined');
  closing.flush();
  await settle();
  deepEqual(told, [
    ['a', 'done'],
    ['a', 'done'],
  ]);
  equal(closing.of('a').name, 'closed');
});
