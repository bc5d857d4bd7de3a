import { deepEqual, equal, ok } from 'node:assert/strict';
import { test } from 'node:test';
import { broughtBy, contentOf, empty, fieldNamed, fieldsOf, same, siteMissing } from './content';

const content = {
  title: 'Delivery',
  body: 'Text\n',
  phrasings: ['how long', 'when'],
  tags: ['a', 'b c'],
  category: 'Orders',
  locale: 'en',
  audience: ['shop', 'blog'],
  review: '2026-12-31',
  original: 'lieferung',
  original_revision: 3,
};

test('content survives the form', () => deepEqual(contentOf(fieldsOf(content)), content));

test('blanks, empty parts and repetitions are dropped', () => {
  const read = contentOf({ ...empty, title: ' T ', phrasings: 'a\n\n b \na', tags: ' x ,, y,x' });
  equal(read.title, 'T');
  deepEqual(read.phrasings, ['a', 'b']);
  deepEqual(read.tags, ['x', 'y']);
});

test('what the console gives along fills a new article, and nothing else does', () => {
  const brought = broughtBy('{"title":"T","phrasings":["a","b",3],"body":"B"}');
  deepEqual([brought.title, brought.phrasings, brought.body, brought.locale], ['T', 'a\nb', 'B', 'en']);
  for (const wrong of ['', 'null', '7', '{', '{"title":{},"phrasings":"x"}']) deepEqual(broughtBy(wrong), empty);
});

test('what is brought from an original names it', () => {
  const brought = broughtBy('{"original":"a","original_revision":4,"locale":"de","tags":["x"],"category":"C","audience":["staff"]}');
  deepEqual([brought.original, brought.originalRevision, brought.locale, brought.tags, brought.category, brought.audience], ['a', '4', 'de', 'x', 'C', 'staff']);
  equal(broughtBy('{"original":"a","original_revision":-1}').originalRevision, '');
});

test('who may read it', () => {
  const told = (audience: string[]) => fieldsOf({ ...content, audience });
  deepEqual([told([]).audience, told(['staff']).audience, told(['shop']).audience, told(['staff', 'shop']).audience], ['everybody', 'staff', 'sites', 'sites']);
  for (const audience of [[], ['staff'], ['shop', 'b']]) deepEqual(contentOf(told(audience)).audience, audience);
  // Sites that were typed count for nothing while another choice stands.
  deepEqual(contentOf({ ...told(['shop']), audience: 'staff' }).audience, ['staff']);
  deepEqual(contentOf({ ...told(['shop']), audience: 'everybody' }).audience, []);
  ok(siteMissing({ ...empty, audience: 'sites', sites: ' , ' }));
  ok(!siteMissing(told(['shop'])));
  ok(!siteMissing(empty));
});

test('without an original no revision of it is sent', () => {
  equal(contentOf({ ...empty, originalRevision: '4' }).original_revision, 0);
  equal(contentOf({ ...empty, original: 'a', originalRevision: 'x' }).original_revision, 0);
  equal(contentOf({ ...empty, original: 'a', originalRevision: '4' }).original_revision, 4);
});

test('only what is sent counts as a change', () => {
  const fields = fieldsOf(content);
  ok(same(fields, { ...fields, tags: 'a,b c,' }));
  ok(same(fields, { ...fields, slug: 'x' }));
  ok(!same(fields, { ...fields, body: 'Text' }));
  ok(!same(fields, { ...fields, audience: 'everybody' }));
});

const sentences: [string, string | undefined][] = [
  ['the title is empty; give the article a title', 'title'],
  ['The body has 300000 bytes; at most 262144 are allowed, split the article', 'body'],
  ['invalid article: the phrasing "x"… has 600 bytes; at most 500 are allowed', 'phrasings'],
  ['there are 1200 phrasings; at most 1000 are allowed', 'phrasings'],
  ['there are 70 tags; at most 64 are allowed', 'tags'],
  ['the locale "xx" is not a language tag such as en or de-AT', 'locale'],
  ['Lists and quotes are nested too deeply; at most 16 levels are allowed.', 'body'],
  ['The slug “delivery” is taken; choose another one.', 'slug'],
  ['An article with this id exists.', 'slug'],
  ['the audience names a site of 70 bytes; at most 64 are allowed', 'sites'],
  ['the review date "x" is not a day such as 2026-12-31', 'review'],
  ['the original " " is not the id of an article', 'original'],
  ['the revision of the original is -1; revisions are numbered from 1', 'originalRevision'],
  ['the text contains a NUL character; remove it', undefined],
];
for (const [sentence, field] of sentences) {
  test(`the fault “${sentence}” belongs to ${field ?? 'no field'}`, () => equal(fieldNamed(sentence), field));
}
