import { test } from 'node:test';
import assert from 'node:assert/strict';
import { FakeWorld, settle } from './fakeworld';
import { Socket, WireError } from './socket';
import type { Status } from './socket';
import { newID } from './wire';
import type { Event } from './wire';

interface Heard {
  world: FakeWorld;
  socket: Socket;
  events: number[];
  dropped: string[];
  statuses: Status[];
  closed: number[];
}

function started(): Heard {
  const world = new FakeWorld();
  const heard: Omit<Heard, 'socket'> = { world, events: [], dropped: [], statuses: [], closed: [] };
  const socket = new Socket({
    url: 'ws://desk/ws/customer',
    world,
    hello: () => ({ type: 'hello', site: 'shop' }),
    listener: {
      status: (status) => heard.statuses.push(status),
      closed: (code) => heard.closed.push(code),
      events: (_, events) => heard.events.push(...events.map(({ seq }) => seq)),
      anew: (id) => {
        heard.dropped.push(id);
        heard.events.length = 0;
      },
    },
  });
  socket.start();
  return { ...heard, socket };
}

function event(seq: number): Event {
  return { seq, kind: 'message', from: 'bot', at: 0, text: `event ${seq}` };
}

function events(...seqs: number[]) {
  return { type: 'events' as const, conversation: 'c', events: seqs.map(event) };
}

test('greets first and is open after the welcome', () => {
  const { world, statuses } = started();
  const wire = world.welcome();
  assert.deepEqual(wire.sent, [{ v: 1, type: 'hello', site: 'shop' }] as unknown);
  assert.deepEqual(
    statuses.map(({ name }) => name),
    ['connecting', 'open'],
  );
});

test('goes on in the newest version that both sides know, and begins anew in the oldest', () => {
  const { world, socket } = started();
  const versions = (spoken: number): number[] => {
    world.wire.open();
    world.wire.say({ type: 'welcome', conversations: [] }, spoken);
    socket.send({ type: 'typing', conversation: 'c' });
    return world.wire.sent.map((frame) => (frame as unknown as { v: number }).v);
  };
  assert.deepEqual(versions(2), [1, 2]); // a server of today
  world.wire.cut();
  world.pass(1_000);
  assert.deepEqual(versions(1), [1, 1]); // the one before
  world.wire.cut();
  world.pass(2_000);
  assert.deepEqual(versions(3), [1, 2]); // the next one
});

test('comes back after a loss and resumes where it was', () => {
  const { world, socket, events: got } = started();
  world.welcome();
  socket.follow('c');
  world.wire.say(events(1, 2, 3));
  world.wire.cut();
  assert.equal(socket.status.name, 'waiting');
  world.pass(1_000);
  assert.equal(world.wires.length, 2);
  const wire = world.welcome();
  assert.deepEqual(
    wire.of('resume').map(({ after }) => after),
    [3],
  );
  wire.say(events(2, 3, 4));
  assert.deepEqual(got, [1, 2, 3, 4]);
});

test('drops events that it has and asks for those that are missing', () => {
  const { world, socket, events: got } = started();
  const wire = world.welcome();
  socket.follow('c');
  wire.say(events(1));
  wire.say(events(1));
  wire.say(events(3));
  assert.deepEqual(got, [1]);
  assert.deepEqual(
    wire.of('resume').map(({ after }) => after),
    [0, 1],
  );
  wire.say(events(2, 3));
  assert.deepEqual(got, [1, 2, 3]);
});

test('passes on what comes before a gap', () => {
  const { world, socket, events: got } = started();
  const wire = world.welcome();
  socket.follow('c');
  wire.say(events(1, 2, 4));
  assert.deepEqual(got, [1, 2]);
  world.pass(3_000);
  wire.say(events(5));
  assert.equal(wire.of('resume').at(-1)?.after, 2);
});

test('finds a lost announcement by the head in a pong', () => {
  const { world, socket } = started();
  const wire = world.welcome();
  socket.follow('c');
  wire.say(events(1));
  world.pass(25_000);
  assert.equal(wire.of('ping').length, 1);
  wire.say({ type: 'pong', heads: { c: 1 } });
  assert.equal(wire.of('resume').length, 1);
  world.pass(25_000);
  wire.say({ type: 'pong', heads: { c: 2, other: 9 } });
  assert.deepEqual(
    wire.of('resume').map(({ after }) => after),
    [0, 1],
  );
});

test('gives a connection up that does not answer a ping within 8 seconds', () => {
  const { world, socket } = started();
  const wire = world.welcome();
  world.pass(25_000 + 7_999);
  assert.equal(socket.status.name, 'open');
  world.pass(1);
  assert.equal(socket.status.name, 'waiting');
  assert(wire.closed);
});

test('gives a connection up that is not welcomed within 10 seconds', () => {
  const { world, socket } = started();
  world.wire.open();
  world.pass(10_000);
  assert.equal(socket.status.name, 'waiting');
});

test('stops at close codes from 4500 on, comes back at those below', () => {
  for (const [code, name] of [
    [4000, 'waiting'],
    [4003, 'waiting'],
    [4499, 'waiting'],
    [1001, 'waiting'],
    [4500, 'stopped'],
    [4502, 'stopped'],
  ] as const) {
    const { world, socket, closed } = started();
    world.welcome();
    world.wire.cut(code);
    assert.equal(socket.status.name, name, `code ${code}`);
    assert.deepEqual(closed, [code]);
    world.pass(60_000);
    socket.start();
    assert.equal(world.wires.length > 1, name === 'waiting', `code ${code}`);
  }
});

test('backs off with full jitter between half a second and half a minute', () => {
  const { world, socket } = started();
  const delays: number[] = [];
  for (const chance of [0, 0.999999]) {
    world.chance = chance;
    for (let i = 0; i < 10; i++) {
      world.wire.cut();
      const status = socket.status as { name: 'waiting'; retryAt: number };
      delays.push(Math.round(status.retryAt - world.time));
      world.pass(30_000);
    }
  }
  assert(delays.slice(0, 10).every((delay) => delay === 500));
  assert(delays.slice(10).every((delay) => delay > 29_000 && delay <= 30_000));
});

test('starts the backoff anew after a steady connection', () => {
  const { world, socket } = started();
  world.chance = 0.999999;
  for (let i = 0; i < 8; i++) {
    world.wire.cut();
    world.pass(30_000);
  }
  world.welcome();
  world.pass(11_000);
  world.wire.cut();
  const status = socket.status as { name: 'waiting'; retryAt: number };
  assert(status.retryAt - world.time <= 1_000);
});

test('obeys retry_after, also when woken', () => {
  const { world } = started();
  world.welcome();
  world.wire.say({ type: 'bye', code: 'unavailable', retry_after: 7_000 });
  world.wire.cut(4000);
  world.wake();
  world.pass(6_999);
  assert.equal(world.wires.length, 1);
  world.wake();
  assert.equal(world.wires.length, 1);
  world.pass(1);
  assert.equal(world.wires.length, 2);
});

test('connects at once when the network comes back', () => {
  const { world } = started();
  world.wire.cut();
  world.wake();
  assert.equal(world.wires.length, 2);
});

test('sends a request again until it is answered, in order', async () => {
  const { world, socket } = started();
  const answers: string[] = [];
  for (const id of ['m1', 'm2']) {
    void socket.request({ type: 'send', id, conversation: 'c', text: id }).then(() => answers.push(id));
  }
  world.welcome();
  world.wire.cut();
  world.pass(1_000);
  const wire = world.welcome();
  assert.deepEqual(
    wire.of('send').map(({ id }) => id),
    ['m1', 'm2'],
  );
  wire.say({ type: 'ack', id: 'm2', conversation: 'c', seq: 2 });
  wire.say({ type: 'ack', id: 'm1', conversation: 'c', seq: 1 });
  wire.say({ type: 'ack', id: 'm1', conversation: 'c', seq: 1 });
  await settle();
  assert.deepEqual(answers, ['m2', 'm1']);
  wire.cut();
  world.pass(2_000);
  assert.deepEqual(world.welcome().of('send'), []);
});

test('refuses a request with the code and the time to wait', async () => {
  const { world, socket } = started();
  const wire = world.welcome();
  const request = socket.request({ type: 'send', id: 'm1' });
  wire.say({ type: 'error', id: 'm1', code: 'rate_limited', message: 'slow down', retry_after: 900 });
  await assert.rejects(request, (error: WireError) => error.code === 'rate_limited' && error.retryAfter === 900);
});

test('refuses requests when the connection stopped for good', async () => {
  const { world, socket } = started();
  const early = socket.request({ type: 'send', id: 'm1' });
  world.welcome();
  world.wire.cut(4502);
  await assert.rejects(early, (error: WireError) => error.code === 'stopped');
  await assert.rejects(socket.request({ type: 'send', id: 'm2' }), (error: WireError) => error.code === 'stopped');
});

test('asks for a new conversation only after its first message was stored', () => {
  const { world, socket } = started();
  const wire = world.welcome();
  socket.follow('c', 0, false);
  void socket.request({ type: 'send', id: 'm1', conversation: 'c', text: 'hello' });
  assert.equal(wire.of('resume').length, 0);
  wire.say({ type: 'ack', id: 'm1', conversation: 'c', seq: 1 });
  assert.deepEqual(
    wire.of('resume').map(({ after }) => after),
    [0],
  );
});

test('hears nothing of a conversation that it left', () => {
  const { world, socket, events: got } = started();
  const wire = world.welcome();
  socket.follow('c');
  socket.leave('c');
  wire.say(events(1));
  assert.deepEqual(got, []);
  assert.equal(wire.of('leave').length, 1);
});

test('a ping tells whether somebody did something since the last one', () => {
  const world = new FakeWorld();
  const did = [true, false];
  const socket = new Socket({ url: 'ws://desk/ws/staff', world, active: () => did.shift() ?? false, listener: {} });
  socket.start();
  const wire = world.welcome();
  world.pass(25_000);
  wire.say({ type: 'pong' });
  world.pass(25_000);
  assert.deepEqual(
    wire.of('ping').map(({ active }) => active),
    [true, undefined],
  );
});

test('a refusal brings along what its code carries', async () => {
  const { world, socket } = started();
  const wire = world.welcome();
  const request = socket.request({ type: 'send', id: 'm1' });
  const warning = { rule: 'r', found: 'guarantee', reason: 'Nobody can know.' };
  wire.say({ type: 'error', id: 'm1', code: 'never_say', warning });
  await assert.rejects(request, (error: WireError) => {
    assert.deepEqual(error.frame?.warning, warning);
    return true;
  });
});

test('survives text that is no frame', () => {
  const { world, socket } = started();
  const wire = world.welcome();
  wire.onmessage?.({ data: 'not JSON' });
  assert.equal(socket.status.name, 'open');
});

test('ids are 22 characters of base64url and differ', () => {
  const ids = new Set(Array.from({ length: 1000 }, newID));
  assert.equal(ids.size, 1000);
  assert([...ids].every((id) => /^[A-Za-z0-9_-]{22}$/.test(id)));
});

test('begins anew where the desk was restored from an older backup', () => {
  const { world, socket, events: got, dropped } = started();
  world.welcome();
  socket.follow('c');
  world.wire.say(events(1, 2, 3, 4));
  world.wire.cut();
  world.pass(1_000);
  const wire = world.welcome();
  assert.equal(wire.of('resume')[0]?.after, 4);
  wire.say({ ...events(1), anew: true, more: true });
  wire.say(events(2));
  assert.deepEqual([got, dropped], [[1, 2], ['c']]);
  wire.say(events(3)); // a new one, under a number that was there before
  assert.deepEqual(got, [1, 2, 3]);
});

test('begins anew where a welcome tells of another life of the desk, however long its log has grown', () => {
  const { world, socket, events: got, dropped } = started();
  const back = (generation?: string) => {
    world.pass(11_000); // so that the backoff starts anew
    world.wire.cut();
    world.pass(1_000);
    return world.welcome({ generation }).of('resume')[0]?.after;
  };
  world.welcome({ generation: 'one' });
  socket.follow('c');
  world.wire.say(events(1, 2));
  assert.equal(back('one'), 2);
  assert.equal(back(), 2); // a server of the version before does not tell
  assert.deepEqual(dropped, []);
  assert.equal(back('two'), 0);
  assert.deepEqual([got, dropped], [[], ['c']]);
  world.wire.say(events(1, 2, 3));
  assert.deepEqual(got, [1, 2, 3]);
  assert.equal(back('two'), 3);
});

test('drops a conversation that the desk does not have any more, and follows it when it begins again', async () => {
  const { world, socket, events: got, dropped } = started();
  world.welcome();
  socket.follow('c');
  world.wire.say(events(1, 2));
  const sent = socket.request({ type: 'send', id: 'm', conversation: 'c', text: 'again' });
  world.wire.cut();
  world.pass(1_000);
  const wire = world.welcome();
  wire.say({ type: 'error', conversation: 'c', code: 'not_found' });
  assert.deepEqual([got, dropped], [[], ['c']]);
  wire.say({ type: 'ack', id: 'm', conversation: 'c', seq: 1 });
  await sent;
  assert.deepEqual(
    wire.of('resume').map(({ after }) => after),
    [2, 0],
  );
  wire.say(events(1));
  assert.deepEqual(got, [1]);
});
