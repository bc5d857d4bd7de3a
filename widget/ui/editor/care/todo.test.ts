import { equal } from 'node:assert/strict';
import { test } from 'node:test';
import { waiting } from './todo';

test('what happens by itself does not wait for anybody', () => {
  equal(waiting(null), 0);
  equal(waiting([]), 0);
  equal(
    waiting([
      { name: 'twins', count: 2 },
      { name: 'scheduled', count: 7 },
      { name: 'review', count: 3 },
    ]),
    5,
  );
});
