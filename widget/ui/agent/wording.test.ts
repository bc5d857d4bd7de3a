import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import { Refusal } from '../staff/call';
import { Remembered } from '../staff/remembered';
import type { Task } from './wording';
import { Wording, unchanged } from './wording';

function memory(): Remembered {
  return new Remembered(() => {
    throw new Error('blocked');
  }, '');
}

/** A composer and a model that answers when it is told to. */
function composer(text: string, store = memory()) {
  let reply = text;
  const asked: { text: string; task: Task; signal: AbortSignal; say: (words: string) => void; fail: (fault: unknown) => void }[] = [];
  const wording = new Wording(
    {
      read: () => reply,
      write: (_, words) => (reply = words),
      ask: (_, words, task, signal) =>
        new Promise<string>((say, fail) => {
          asked.push({ text: words, task, signal, say, fail });
          signal.addEventListener('abort', () => fail(new DOMException('', 'AbortError')));
        }),
      changed: () => {},
    },
    store,
  );
  const type = (words: string) => {
    wording.typed('c', reply, words);
    reply = words;
  };
  return { wording, asked, type, text: () => reply, store };
}

const settle = () => new Promise((resolve) => setTimeout(resolve, 0));

test('the result stands in place, and the way back leads to the own words', async () => {
  const { wording, asked, text } = composer('I am very sorry about all of this. ');
  void wording.ask('c', { how: 'shorter' });
  equal(wording.of('c').asking, true);
  equal(asked[0]?.text, 'I am very sorry about all of this.');
  asked[0]?.say('Sorry.');
  await settle();
  equal(text(), 'Sorry. ');
  wording.back('c');
  equal(text(), 'I am very sorry about all of this. ');
  deepEqual(wording.of('c'), { steps: [], asking: false, offer: null, said: '' });
});

test('only what is selected is reworded', async () => {
  const { wording, asked, text } = composer('Hello. It will arrive whenever it does. Bye.');
  void wording.ask('c', { how: 'friendlier' }, 6, 40);
  equal(asked[0]?.text, 'It will arrive whenever it does.');
  asked[0]?.say('It is on its way.');
  await settle();
  equal(text(), 'Hello. It is on its way. Bye.');
});

test('several steps are taken back one by one', async () => {
  const { wording, asked, text } = composer('one');
  for (const [i, words] of ['two', 'three'].entries()) {
    void wording.ask('c', { how: 'plainer' });
    asked[i]?.say(words);
    await settle();
  }
  equal(text(), 'three');
  wording.back('c');
  equal(text(), 'two');
  wording.back('c');
  equal(text(), 'one');
  wording.back('c');
  equal(text(), 'one');
});

test('what was typed meanwhile is not written over: the result is offered', async () => {
  const { wording, asked, type, text } = composer('It is late.');
  void wording.ask('c', { how: 'friendlier' });
  type('It is late. Sorry!');
  asked[0]?.say('It takes a little longer.');
  await settle();
  equal(text(), 'It is late. Sorry!');
  equal(wording.of('c').offer?.text, 'It takes a little longer.');
  wording.take('c');
  equal(text(), 'It takes a little longer.');
  wording.back('c');
  equal(text(), 'It is late. Sorry!');
});

test('an offer for a part goes where the part is, or after everything', async () => {
  const { wording, asked, type, text } = composer('A. Bad one. C.');
  void wording.ask('c', { how: 'plainer' }, 3, 11);
  type('A. Bad one. C. D.');
  asked[0]?.say('Good $& one.');
  await settle();
  wording.take('c');
  equal(text(), 'A. Good $& one. C. D.');
  void wording.ask('c', { how: 'plainer' }, 0, 2);
  type('Nothing of it.');
  asked[1]?.say('B.');
  await settle();
  wording.take('c');
  equal(text(), 'Nothing of it.\nB.');
});

test('going back keeps what was typed after it', async () => {
  const { wording, asked, type, text } = composer('first');
  void wording.ask('c', { how: 'shorter' });
  asked[0]?.say('1st');
  await settle();
  type('1st and more');
  wording.back('c');
  equal(text(), 'first');
  wording.take('c');
  equal(text(), '1st and more');
});

test('a translation is sent with what the agent wrote, whatever came after it', async () => {
  const { wording, asked, type, text } = composer('Your parcel is late.');
  void wording.ask('c', { to: 'de' }, 0, 4);
  equal(asked[0]?.text, 'Your parcel is late.');
  asked[0]?.say('Ihr Paket ist verspätet.');
  await settle();
  void wording.ask('c', { how: 'friendlier' });
  asked[1]?.say('Leider ist Ihr Paket verspätet.');
  await settle();
  type('Leider ist Ihr Paket verspätet. Ana');
  equal(wording.of('c').steps[0]?.to, 'de');
  equal(wording.sent('c'), 'Your parcel is late.');
  equal(text(), 'Leider ist Ihr Paket verspätet. Ana');
  deepEqual(wording.of('c').steps, []);
  equal(wording.sent('c'), '');
});

test('a reply that was only reworded has no other original', async () => {
  const { wording, asked } = composer('one');
  void wording.ask('c', { how: 'shorter' });
  asked[0]?.say('1');
  await settle();
  equal(wording.sent('c'), '');
});

test('a reply that is begun anew has nothing to do with the one before', async () => {
  const { wording, asked, type } = composer('Good day.');
  void wording.ask('c', { to: 'de' });
  asked[0]?.say('Guten Tag.');
  await settle();
  type('');
  type('Guten Tag.'); // the browser took the deletion back
  equal(wording.of('c').steps.length, 1);
  type('');
  type('S');
  equal(wording.sent('c'), '');
});

test('a stopped question changes nothing, and another one can be asked', async () => {
  const { wording, asked, text } = composer('one');
  void wording.ask('c', { how: 'shorter' });
  void wording.ask('c', { how: 'plainer' });
  equal(asked.length, 1);
  wording.stop('c');
  equal(asked[0]?.signal.aborted, true);
  await settle();
  deepEqual(wording.of('c'), { steps: [], asking: false, offer: null, said: '' });
  void wording.ask('c', { how: 'plainer' });
  asked[1]?.say('1');
  await settle();
  equal(text(), '1');
});

test('sending while the model is asked takes the question back', async () => {
  const { wording, asked, type, text } = composer('one');
  void wording.ask('c', { how: 'shorter' });
  wording.sent('c');
  type('');
  asked[0]?.say('1');
  await settle();
  equal(text(), '');
  equal(wording.of('c').offer, null);
});

test('a refusal is said until something is typed, and no change is said too', async () => {
  const { wording, asked, type } = composer('one');
  void wording.ask('c', { how: 'shorter' });
  asked[0]?.fail(new Refusal(503, 'model_failed', 'The model did not answer in time. Try again.', 0, {}));
  await settle();
  equal(wording.of('c').said, 'The model did not answer in time. Try again.');
  type('one two');
  equal(wording.of('c').said, '');
  void wording.ask('c', { how: 'shorter' });
  asked[1]?.say(' one two ');
  await settle();
  equal(wording.of('c').said, unchanged);
  equal(wording.of('c').steps.length, 0);
});

test('nothing is asked for an empty reply', () => {
  const { wording, asked } = composer('  ');
  void wording.ask('c', { how: 'shorter' });
  equal(asked.length, 0);
});

test('a reload keeps the way back, and what cannot be read is forgotten', async () => {
  const store = memory();
  const before = composer('Good day.', store);
  void before.wording.ask('c', { to: 'de' });
  before.asked[0]?.say('Guten Tag.');
  await settle();
  const after = composer('Guten Tag.', store);
  after.wording.back('c');
  equal(after.text(), 'Good day.');
  store.set('c', '{');
  deepEqual(composer('', store).wording.of('c').steps, []);
});

test('a translation that comes back into the composer keeps its original', () => {
  const { wording, text } = composer('');
  wording.resume('c', 'Good day.', 'Guten Tag.');
  equal(text(), 'Guten Tag.');
  equal(wording.sent('c'), 'Good day.');
});
