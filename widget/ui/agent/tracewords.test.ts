import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import type { Drafting } from '../shared/wire';
import { draftFacts, judgedWords, promptWords, purposeWords, redactedWords, replyWords, timeWords } from './tracewords';

const draft: Drafting = { model: 'models.example/small', purpose: 'answer', outcome: 'used', bytes: 3412, prompt: 812, completion: 57, cost: 0, first: 420_000, micros: 1_840_000 };

test('tokens that the server did not count are about so many', () => {
  equal(promptWords(draft), '3.4 kB, 812 tokens');
  equal(promptWords({ ...draft, estimated: true }), '3.4 kB, about 812 tokens');
  equal(promptWords({ ...draft, bytes: 812, prompt: 0 }), '812 bytes');
  equal(replyWords({ ...draft, completion: 1 }), '1 token');
  equal(replyWords({ ...draft, completion: 0, estimated: true }), 'nothing');
});

test('the time is told to the first word, if one came, and in all', () => {
  equal(timeWords(draft), '0.4 s to the first word, 1.8 s in all');
  equal(timeWords({ ...draft, first: 0, micros: 40_300 }), '40 ms in all');
});

test('personal data is counted by kind', () => {
  equal(redactedWords({ phone: 1, name: 2, 'order number': 3, e: 0 }), '2 names, 3 order numbers, 1 phone number');
  equal(redactedWords(undefined), '');
});

test('a sentence that passed is said only if the draft is', () => {
  equal(judgedWords('passed', 'used'), 'Said: it is in the article.');
  equal(judgedWords('passed', 'gate'), 'It is in the article.');
  equal(judgedWords('number', 'gate'), judgedWords('number', 'used'));
});

test('what there is nothing of is left out, and what is not known is shown as it is', () => {
  deepEqual(
    draftFacts(draft).map(([name]) => name),
    ['Model', 'Asked', 'Sent', 'Came back', 'Time'],
  );
  deepEqual(draftFacts({ ...draft, cost: 0.0004, redacted: { name: 1 } })[5], ['Cost', '0.0004']);
  equal(purposeWords('constructor'), 'constructor');
});
