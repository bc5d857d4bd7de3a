import { equal } from 'node:assert/strict';
import { test } from 'node:test';
import { fixText } from './fix';

test('an example stands below the words, if there is one', () => {
  equal(fixText(' The fee is 5 euro. ', ''), 'The fee is 5 euro.');
  equal(fixText('The fee is 5 euro.', ' \n'), 'The fee is 5 euro.');
  equal(fixText('The fee is 5 euro.', 'What does it cost? '), 'The fee is 5 euro.\n\nExample: What does it cost?');
});
