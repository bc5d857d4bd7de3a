import { test } from 'node:test';
import assert from 'node:assert/strict';
import { Seen } from './seen';

test('what is forgotten counts as unread again, also after a reload', () => {
  const kept = new Map<string, string>();
  const store = { get: (key: string) => kept.get(key) ?? '', set: (key: string, value: string) => void kept.set(key, value) };
  const seen = new Seen(store as ConstructorParameters<typeof Seen>[0]);
  seen.mark('c', 9);
  seen.mark('d', 3);
  seen.forget('c');
  seen.mark('c', 2);
  const again = new Seen(store as ConstructorParameters<typeof Seen>[0]);
  assert.deepEqual([seen.head('c'), again.head('c'), again.head('d')], [2, 2, 3]);
});
