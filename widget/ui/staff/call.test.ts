import { deepEqual, equal, fail, match, ok } from 'node:assert/strict';
import { test } from 'node:test';
import { Refusal, call } from './call';

/** Answers the next request like this. */
function answer(status: number, body: string, headers: Record<string, string> = {}): void {
  globalThis.fetch = () => Promise.resolve(new Response(status === 204 ? null : body, { status, headers }));
}

async function refused(): Promise<Refusal> {
  try {
    await call('POST', '/api/x', {});
  } catch (fault) {
    ok(fault instanceof Refusal);
    return fault;
  }
  return fail('the call was not refused');
}

test('an answer is returned, an empty one is undefined', async () => {
  answer(200, '{"a":1}');
  deepEqual(await call('GET', '/api/x'), { a: 1 });
  answer(204, '');
  equal(await call('POST', '/api/x', {}), undefined);
});

test('a refusal carries code, sentence, waiting time and the rest', async () => {
  answer(429, '{"code":"throttled","message":"Wait.","retry_after":7}');
  const { status, code, message, retryAfter } = await refused();
  deepEqual({ status, code, message, retryAfter }, { status: 429, code: 'throttled', message: 'Wait.', retryAfter: 7 });
  answer(409, '{"code":"conflict","message":"m","current":{"number":3}}');
  deepEqual((await refused()).body.current, { number: 3 });
});

test('the waiting time may stand in the header', async () => {
  answer(503, '', { 'Retry-After': '4' });
  equal((await refused()).retryAfter, 4);
});

test('what is not JSON is a refusal with a sentence of ours', async () => {
  for (const status of [200, 502]) {
    answer(status, '<html>proxy</html>');
    const fault = await refused();
    equal(fault.code, 'internal');
    match(fault.message, /Reload/);
  }
});

test('a server out of reach is a refusal too', async () => {
  globalThis.fetch = () => Promise.reject(new TypeError('network'));
  equal((await refused()).code, 'offline');
});
