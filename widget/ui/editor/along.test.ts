import { deepEqual } from 'node:assert/strict';
import { test } from 'node:test';
import { asideOf, giveAlong, giveOriginal, takeAlong } from './along';
import { contentOf, empty } from './content';

test('what is given along arrives once', () => {
  giveAlong('g1', 'de', { title: 'Gravur', phrasings: ['Graviert ihr?', 'Gravur möglich?'], body: 'Ja.' });
  deepEqual(takeAlong('n1'), {
    fields: { ...empty, title: 'Gravur', phrasings: 'Graviert ihr?\nGravur möglich?', body: 'Ja.', locale: 'de' },
    gap: 'g1',
  });
  deepEqual(takeAlong('n2'), { fields: empty, gap: '' });
  // A reload of the same new article still knows its gap.
  deepEqual(takeAlong('n1'), { fields: empty, gap: 'g1' });
});

test('a gap without phrasings or language begins in the language of the form', () => {
  giveAlong('g2', '', { title: 'T', phrasings: null, body: '' });
  deepEqual(takeAlong('n3'), { fields: { ...empty, title: 'T' }, gap: 'g2' });
});

test('a translation begins with its original', () => {
  giveOriginal('a', 4, 'de', { ...contentOf(empty), title: 'T', body: 'B', category: 'C', tags: ['x'] });
  deepEqual(takeAlong('n4').fields, { ...empty, original: 'a', originalRevision: '4', locale: 'de', category: 'C', tags: 'x' });
});

test('a slug is remembered for its article only', () => {
  asideOf('n5').keep('my-slug');
  deepEqual([asideOf('n5').slug, asideOf('n6').slug], ['my-slug', '']);
});
