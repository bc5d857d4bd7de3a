import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import { Refusal } from '../staff/call';
import { Asks } from './asks';

const settle = () => new Promise((resolve) => setTimeout(resolve, 0));

/** A server whose answers are given by hand. */
function server() {
  const asked: { say: (words: string) => void; fail: (fault: unknown) => void; signal: AbortSignal }[] = [];
  const work = (signal: AbortSignal) => new Promise<string>((say, fail) => asked.push({ say, fail, signal }));
  return { asked, work };
}

test('a question is asked once', async () => {
  let changes = 0;
  const asks = new Asks<string>(() => changes++);
  const { asked, work } = server();
  void asks.ask('a', work);
  void asks.ask('a', work);
  deepEqual(asks.of('a'), { is: 'asking' });
  asked[0]?.say('yes');
  await settle();
  void asks.ask('a', work);
  deepEqual(asks.of('a'), { is: 'here', value: 'yes' });
  equal(asked.length, 1);
  equal(changes, 2);
});

test('what failed says why and is asked again', async () => {
  const asks = new Asks<string>(() => {});
  const { asked, work } = server();
  void asks.ask('a', work);
  asked[0]?.fail(new Refusal(503, 'model_failed', 'Try again.', 0, {}));
  await settle();
  deepEqual(asks.of('a'), { is: 'failed', why: 'Try again.' });
  void asks.ask('a', work);
  deepEqual(asks.of('a'), { is: 'asking' });
});

test('the answer to a question that was taken back is not shown', async () => {
  const asks = new Asks<string>(() => {});
  const { asked, work } = server();
  void asks.ask('a', work);
  asks.drop('a');
  equal(asked[0]?.signal.aborted, true);
  void asks.ask('a', work);
  asked[0]?.say('old');
  await settle();
  deepEqual(asks.of('a'), { is: 'asking' });
  asked[1]?.say('new');
  await settle();
  deepEqual(asks.of('a'), { is: 'here', value: 'new' });
});

test('the oldest answers are forgotten', async () => {
  const asks = new Asks<number>(() => {});
  for (let i = 0; i <= 200; i++) await asks.ask(String(i), () => Promise.resolve(i));
  equal(asks.of('0'), undefined);
  deepEqual(asks.of('200'), { is: 'here', value: 200 });
});
