import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import type { Look } from './importjson';
import { changesAnything, doneWords, effects, iw, placeWords, sentenceOf, sizeWords } from './importwords';

const look = (counts: Look['counts']): Look => ({ token: 't', source: 's', counts, rows: [], total: 0, problems: [], skips: [], comparison: null, comparison_gone: null });

test('what pressing the button does', () => {
  equal(effects(look({ new: 1, changed: 2, publish: 3, gone: 4, same: 5 }), false), '1 article written, 2 articles changed, 3 articles published again. All of it at once, or nothing if anything fails.');
  equal(effects(look({ gone: 4 }), true), '4 articles withdrawn. All of it at once, or nothing if anything fails.');
  equal(effects(look({ gone: 4, same: 5 }), false), '');
  equal(effects(look({ new: 1, attached: 1 }), false), '1 article written, 1 file kept with them. All of it at once, or nothing if anything fails.');
});

test('what is gone counts only if it is withdrawn', () => {
  equal(changesAnything(look({ gone: 4, same: 5 }), false), false);
  equal(changesAnything(look({ gone: 4 }), true), true);
  equal(changesAnything(look({ publish: 1 }), false), true);
  equal(changesAnything(look({ attached: 1 }), false), true);
  equal(changesAnything(look({}), true), false);
});

test('what was done', () => {
  deepEqual(doneWords({ new: 2, changed: 1, published: 0, same: 3, drafts: 1, withdrawn: 0, files: 3 }), [
    '2 articles new',
    '1 article changed',
    '1 of these is a draft, not published',
    '3 files',
    '3 articles the same as before',
  ]);
  deepEqual(doneWords({ new: 0, changed: 0, published: 0, same: 0, drafts: 0, withdrawn: 0, files: 0 }), []);
});

test('places and sizes', () => {
  equal(placeWords({ file: 'a.md', line: 0 }), 'a.md');
  equal(placeWords({ file: 'a.csv', line: 7 }), 'a.csv, line 7');
  equal(sizeWords(1), '1 byte');
  equal(sizeWords(900), '900 bytes');
  equal(sizeWords(10_240), '10 KiB');
  equal(sizeWords(70 << 20), '70.0 MiB');
});

test('messages are sentences', () => {
  equal(sentenceOf('the title is empty; give the article a title'), 'The title is empty; give the article a title.');
  equal(sentenceOf('Is it?'), 'Is it?');
});

test('what is in the file and what is not', () => {
  equal(iw.counts(look({ new: 1, same: 2, gone: 9, others: 12 })), '3 articles in the file, 12 here that are not in it.');
});
