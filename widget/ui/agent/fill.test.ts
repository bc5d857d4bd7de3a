import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import { fill, found, gapsIn, mentionAt, mentioning } from './fill';

test('variables are filled, and one without a value stays as a gap', () => {
  const text = 'Hello {{customer}}, this is {{ Agent }}. We answer within {{standard}}, {{customer}}.';
  equal(
    fill(text, { customer: 'Noa', agent: 'Ana', standard: '  ' }),
    'Hello Noa, this is Ana. We answer within [standard], Noa.',
  );
});

test('braces and signs in a value mean nothing', () => {
  equal(fill('{{customer}}!', { customer: '{{agent}} $& $1' }), '{{agent}} $& $1!');
});

test('gaps are those of variables only, each once', () => {
  deepEqual(gapsIn('[page] and [page], [note], [customer]'), ['[customer]', '[page]']);
  deepEqual(gapsIn('nothing [x]'), []);
});

test('a shortcut comes before a title, a title before other words, and other teams are left out', () => {
  const all = [
    { title: 'Address change', text: 'refund' },
    { title: 'Refund late', shortcut: 'late' },
    { title: 'Other', shortcut: 'refund' },
    { title: 'Refund here', team: 'billing' },
  ];
  deepEqual(
    found(all, '/refund', 'returns').map(({ title }) => title),
    ['Other', 'Refund late', 'Address change'],
  );
  equal(found(all, '', 'billing').length, 4);
  equal(found(all, 'refund xyz', undefined).length, 0);
});

test('a mention is what stands between an @ and the cursor', () => {
  deepEqual(mentionAt('ask @Be', 7), { at: 4, words: 'Be' });
  deepEqual(mentionAt('@', 1), { at: 0, words: '' });
  equal(mentionAt('mail a@b', 8), undefined);
  equal(mentionAt('@Ben, look', 10), undefined);
  equal(mentionAt('no one', 6), undefined);
});

test('a chosen name takes the place of what was begun', () => {
  deepEqual(mentioning('ask @Be please', { at: 4, words: 'Be' }, 'Ben Ode'), { text: 'ask @Ben Ode please', cursor: 13 });
});
