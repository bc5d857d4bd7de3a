import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import type { Kept } from './keeper';
import { Keeper } from './keeper';

/** A clock that stands still until it is moved. */
class Hands {
  time = 0;
  private waiting: { at: number; run: () => void }[] = [];
  now = () => this.time;
  after = (ms: number, run: () => void) => {
    const timer = { at: this.time + ms, run };
    this.waiting.push(timer);
    return timer;
  };
  cancel = (timer: unknown) => {
    this.waiting = this.waiting.filter((other) => other !== timer);
  };
  /** Moves on, and lets everything happen that is due. */
  async move(ms: number): Promise<void> {
    const end = this.time + ms;
    for (;;) {
      const due = this.waiting.filter((timer) => timer.at <= end).sort((a, b) => a.at - b.at)[0];
      if (!due) break;
      this.time = due.at;
      this.cancel(due);
      due.run();
      await settled();
    }
    this.time = end;
    await settled();
  }
}

/** Lets all promises go on that can. */
const settled = () => new Promise((resolve) => setTimeout(resolve, 0));

function scene(answer: () => Promise<void> = () => Promise.resolve()) {
  const hands = new Hands();
  const sent: [string, number][] = [];
  const said: Kept[] = [];
  const keeper = new Keeper<string>(
    async (what) => {
      sent.push([what, hands.time]);
      await answer();
      return hands.time;
    },
    (fault) => String(fault),
    (kept) => said.push(kept),
    hands,
  );
  return { hands, sent, keeper, state: () => said.at(-1)?.state, fault: () => said.at(-1)?.fault };
}

test('what is typed is kept when the typing stops', async () => {
  const { hands, sent, keeper, state } = scene();
  keeper.type('a');
  await hands.move(1_000);
  keeper.type('ab');
  await hands.move(1_499);
  deepEqual(sent, []);
  equal(state(), 'waiting');
  await hands.move(1);
  deepEqual(sent, [['ab', 2_500]]);
  equal(state(), 'kept');
  await hands.move(60_000);
  equal(sent.length, 1);
});

test('who types on and on is kept every ten seconds', async () => {
  const { hands, sent, keeper } = scene();
  for (let i = 0; i < 50; i++) {
    keeper.type(String(i));
    await hands.move(500);
  }
  await hands.move(1_500);
  deepEqual(sent.map(([, at]) => at), [10_000, 20_000, 26_000]);
  equal(sent.at(-1)?.[0], '49');
});

test('what fails is tried again, later and later, and soon after the next letter', async () => {
  let up = false;
  const { hands, sent, keeper, state, fault } = scene(() => (up ? Promise.resolve() : Promise.reject('no way')));
  keeper.type('a');
  await hands.move(120_000);
  deepEqual(sent.map(([, at]) => at), [1_500, 4_500, 10_500, 22_500, 46_500, 76_500, 106_500]);
  equal(state(), 'failing');
  equal(fault(), 'no way');
  up = true;
  keeper.type('ab');
  await hands.move(1_500);
  deepEqual(sent.at(-1), ['ab', 121_500]);
  equal(state(), 'kept');
});

test('one request at a time; what is typed meanwhile follows', async () => {
  let answer = () => {};
  const { hands, sent, keeper, state } = scene(() => new Promise<void>((resolve) => (answer = resolve)));
  keeper.type('a');
  await hands.move(1_500);
  keeper.type('ab');
  await hands.move(20_000);
  equal(sent.length, 1);
  answer();
  await settled();
  equal(state(), 'waiting');
  await hands.move(1_500);
  deepEqual(sent.map(([what]) => what), ['a', 'ab']);
});

test('settling waits for what is on its way and sends nothing more', async () => {
  let answer = () => {};
  const { hands, sent, keeper } = scene(() => new Promise<void>((resolve) => (answer = resolve)));
  keeper.type('a');
  await hands.move(1_500);
  keeper.type('ab');
  let over = false;
  void keeper.settle().then(() => (over = true));
  await settled();
  equal(over, false);
  answer();
  await settled();
  equal(over, true);
  await hands.move(60_000);
  equal(sent.length, 1);
  keeper.resume();
  await hands.move(1_500);
  deepEqual(sent.at(-1), ['ab', 63_000]);
});

test('what is forgotten is not kept, nor said to be', async () => {
  let answer = () => {};
  const { hands, sent, keeper, state } = scene(() => new Promise<void>((resolve) => (answer = resolve)));
  keeper.type('a');
  keeper.forget();
  await hands.move(60_000);
  deepEqual(sent, []);
  keeper.type('b');
  await hands.move(1_500);
  keeper.forget();
  answer();
  await settled();
  equal(state(), 'idle');
  await hands.move(60_000);
  equal(sent.length, 1);
});

test('flushing does not wait, stopping sends nothing', async () => {
  const { hands, sent, keeper } = scene();
  keeper.type('a');
  keeper.flush();
  await hands.move(0);
  deepEqual(sent, [['a', 0]]);
  keeper.type('b');
  keeper.stop();
  keeper.flush();
  await hands.move(60_000);
  equal(sent.length, 1);
  equal(keeper.waiting, 'b');
});
