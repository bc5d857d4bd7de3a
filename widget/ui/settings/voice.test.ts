import { deepEqual, equal, match } from 'node:assert/strict';
import { test } from 'node:test';
import { mostHouse, voiceKind } from './voice';

test('a document that says nothing is the usual voice', () => {
  deepEqual(voiceKind.read(null), { off: false, tone: 'plain', length: 'medium', language: 'article', wording: false, house: '' });
});

test('what was read and is sent again says the same', () => {
  const voice = { off: true, tone: 'formal', length: 'short', language: 'customer', wording: true, house: 'We say you.' };
  deepEqual(voiceKind.ready(voiceKind.read(voice)), voice);
  equal(voiceKind.ready({ ...voiceKind.empty, house: '  x \n' }).house, 'x');
});

test('what the server does not know becomes the usual', () => {
  equal(voiceKind.read({ tone: 'shouting' }).tone, 'plain');
  equal(voiceKind.read({ length: 3 }).length, 'medium');
});

test('words about the house that are too long are refused before they are sent, counted as the server counts', () => {
  equal(voiceKind.fault({ ...voiceKind.empty, house: 'a'.repeat(mostHouse) }), '');
  match(voiceKind.fault({ ...voiceKind.empty, house: 'a'.repeat(mostHouse + 1) }), /by 1 character\.$/);
  match(voiceKind.fault({ ...voiceKind.empty, house: 'ä'.repeat(mostHouse / 2 + 5) }), /by 10 characters\.$/);
});
