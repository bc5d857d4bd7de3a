import { deepEqual } from 'node:assert/strict';
import { test } from 'node:test';
import { examplesOf, usual, voiceOf } from './trying';

test('examples are questions of the exam that are answered, then of gaps', () => {
  const question = (question: string, ...statuses: string[]) => ({ question, articles: statuses.map((status) => ({ id: 'a', title: 'A', status })) });
  const exam = { questions: [question('hand over'), question('draft', 'draft'), question('one', 'published'), { question: 'none', articles: null }] };
  const gaps = { gaps: [{ example: 'one' }, { example: 'two' }, { example: '' }, { example: 'three' }, { example: 'four' }] };
  deepEqual(examplesOf(exam, gaps), ['one', 'two', 'three']);
  deepEqual(examplesOf(null, null), []);
  deepEqual(examplesOf({ questions: null }, { gaps: null }), []);
});

test('a voice that makes no sense is as usual', () => {
  deepEqual(voiceOf(null), usual);
  deepEqual(voiceOf({ tone: 'loud', house: 7 }), usual);
  const voice = { off: true, tone: 'formal', length: 'long', language: 'customer', wording: true, house: 'Say basket.' } as const;
  deepEqual(voiceOf(voice), voice);
});
