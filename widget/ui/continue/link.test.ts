import { test } from 'node:test';
import assert from 'node:assert/strict';
import { openLink, takeOver } from './link';
import type { Opened } from './link';

const good: Opened = { site: 'shop', visitor_token: 'T', conversation: 'conversation-1' };

/** Answers every request with a status and a body. */
function answering(status: number, body: unknown, seen: [unknown, RequestInit?][] = []): typeof fetch {
  return async (address, init) => {
    seen.push([address, init]);
    return new Response(JSON.stringify(body), { status });
  };
}

test('a good link opens its conversation; the token is in the body only', async () => {
  const seen: [unknown, RequestInit?][] = [];
  assert.deepEqual(await openLink('secret', answering(200, good, seen)), good);
  assert.equal(seen.length, 1);
  assert.equal(seen[0]?.[0], '/api/continue');
  assert.equal(seen[0]?.[1]?.method, 'POST');
  assert.equal(seen[0]?.[1]?.body, '{"token":"secret"}');
});

test('what can be done about a refusal depends on its kind', async () => {
  for (const status of [400, 403, 404, 410]) assert.equal(await openLink('x', answering(status, {})), 'invalid', `${status}`);
  for (const status of [429, 500, 502, 503]) assert.equal(await openLink('x', answering(status, {})), 'later', `${status}`);
  assert.equal(await openLink('x', () => Promise.reject(new TypeError('no network'))), 'later');
  assert.equal(await openLink('x', async () => new Response('<html>', { status: 200 })), 'later');
});

test('only what belongs to the conversation stays in the browser', () => {
  const items: Record<string, string> = {
    token: 'OLD',
    draft: 'somebody else began this',
    live: '123',
    seen: 'conversation-1:7',
    'out:a': JSON.stringify({ id: 'a', conversation: 'conversation-1', text: 'not sent yet' }),
    'out:b': JSON.stringify({ id: 'b', conversation: 'conversation-2', text: "another visitor's" }),
  };
  takeOver(
    {
      all: () => ({ ...items }),
      put: (key, value) => {
        if (value === null) delete items[key];
        else items[key] = value;
      },
    },
    good,
  );
  assert.deepEqual(Object.keys(items).sort(), ['out:a', 'seen', 'token']);
  assert.equal(items.token, 'T');
});
