import { deepEqual } from 'node:assert/strict';
import { test } from 'node:test';
import { giveAlong, takeAlong } from './along';
import { empty } from './content';

test('what is given along arrives once', () => {
  giveAlong('g1', 'de', { title: 'Gravur', phrasings: ['Graviert ihr?', 'Gravur möglich?'], body: 'Ja.' });
  deepEqual(takeAlong(), {
    fields: { ...empty, title: 'Gravur', phrasings: 'Graviert ihr?\nGravur möglich?', body: 'Ja.', locale: 'de' },
    gap: 'g1',
  });
  deepEqual(takeAlong(), { fields: empty, gap: '' });
});

test('a gap without phrasings or language begins in the language of the form', () => {
  giveAlong('g2', '', { title: 'T', phrasings: null, body: '' });
  deepEqual(takeAlong(), { fields: { ...empty, title: 'T' }, gap: 'g2' });
});
