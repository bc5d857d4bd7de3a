import { equal } from 'node:assert/strict';
import { test } from 'node:test';
import { refersTo } from './dataapi';
import { t } from './datawords';

test('a reference is known however its parts are set apart, and nothing else is', () => {
  for (const typed of ['3FA9-12BC', ' 3fa9 12bc ', '3FA912BC', '3fa9–12bc']) equal(refersTo('3FA9-12BC', typed), true);
  for (const typed of ['', ' - ', '3FA9', '3FA9-12BD', '3FA9-12BC0']) equal(refersTo('3FA9-12BC', typed), false);
});

test('what is kept is said in words', () => {
  equal(t.kept(1, 2, 0), 'Kept: 1 conversation with 2 messages.');
  equal(t.kept(2, 1, 1), 'Kept: 2 conversations with 1 message and 1 letter.');
});
