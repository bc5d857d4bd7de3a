import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import type { Closed } from './closing';
import { Closing } from './closing';

/** A page whose clock stands still until it is moved. */
function world() {
  const told: [string, Closed][] = [];
  const refuse = { words: '' };
  const counts = { changed: 0, told: 0 };
  let time = 0;
  let timers: { at: number; run: () => void }[] = [];
  const cancel = (timer: unknown) => void (timers = timers.filter((other) => other !== timer));
  const closing = new Closing(
    {
      tell: async (id, as) => {
        told.push([id, as]);
        if (refuse.words) throw new Error(refuse.words);
      },
      words: (refused) => (refused as Error).message,
      after: (ms, run) => {
        const timer = { at: time + ms, run };
        timers.push(timer);
        return timer;
      },
      cancel,
      changed: () => counts.changed++,
      told: () => counts.told++,
    },
    10_000,
  );
  const tick = (ms: number) => {
    time += ms;
    for (const timer of timers.filter(({ at }) => at <= time)) {
      cancel(timer);
      timer.run();
    }
  };
  return { closing, told, refuse, counts, tick };
}

/** Lets what was promised happen. */
async function settle(): Promise<void> {
  for (let i = 0; i < 5; i++) await Promise.resolve();
}

test('the server is told after the time to undo', async () => {
  const { closing, told, counts, tick } = world();
  closing.close('a', 'done');
  deepEqual(closing.of('a'), { name: 'undoable', as: 'done' });
  tick(9_999);
  deepEqual(told, []);
  tick(1);
  deepEqual(told, [['a', 'done']]);
  equal(closing.of('a').name, 'closing');
  await settle();
  deepEqual(closing.of('a'), { name: 'closed', as: 'done' });
  equal(counts.told, 1);
});

test('undone in time, the server never hears of it', async () => {
  const { closing, told, tick } = world();
  closing.close('a', 'declined');
  closing.undo('a');
  tick(60_000);
  closing.flush();
  deepEqual(told, []);
  deepEqual(closing.of('a'), { name: 'open', fault: '' });
});

test('closing another one settles the first', () => {
  const { closing, told } = world();
  closing.close('a', 'done');
  closing.close('b', 'declined');
  deepEqual(told, [['a', 'done']]);
  closing.undo('a');
  equal(closing.of('a').name, 'closing');
  equal(closing.of('b').name, 'undoable');
});

test('time stands still while somebody is at it', () => {
  const { closing, told, tick } = world();
  closing.close('a', 'done');
  closing.hold(true);
  tick(60_000);
  deepEqual(told, []);
  closing.hold(false);
  tick(10_000);
  deepEqual(told, [['a', 'done']]);
});

test('leaving the page tells the server', () => {
  const { closing, told, tick } = world();
  closing.close('a', 'done');
  closing.flush();
  closing.flush();
  deepEqual(told, [['a', 'done']]);
  tick(60_000);
  equal(told.length, 1);
});

test('a refusal is told and it can be tried again', async () => {
  const { closing, told, refuse, counts } = world();
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
