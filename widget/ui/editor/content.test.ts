import { deepEqual, equal, ok } from 'node:assert/strict';
import { test } from 'node:test';
import { broughtBy, contentOf, empty, fieldNamed, fieldsOf, same } from './content';

const content = {
  title: 'Delivery',
  body: 'Text\n',
  phrasings: ['how long', 'when'],
  tags: ['a', 'b c'],
  category: 'Orders',
  locale: 'en',
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

test('only what is sent counts as a change', () => {
  const fields = fieldsOf(content);
  ok(same(fields, { ...fields, tags: 'a,b c,' }));
  ok(!same(fields, { ...fields, body: 'Text' }));
});

const sentences: [string, string | undefined][] = [
  ['the title is empty; give the article a title', 'title'],
  ['The body has 300000 bytes; at most 262144 are allowed, split the article', 'body'],
  ['invalid article: the phrasing "x"… has 600 bytes; at most 500 are allowed', 'phrasings'],
  ['there are 1200 phrasings; at most 1000 are allowed', 'phrasings'],
  ['there are 70 tags; at most 64 are allowed', 'tags'],
  ['the locale "xx" is not a language tag such as en or de-AT', 'locale'],
  ['Lists and quotes are nested too deeply; at most 16 levels are allowed.', 'body'],
  ['the text contains a NUL character; remove it', undefined],
];
for (const [sentence, field] of sentences) {
  test(`the fault “${sentence}” belongs to ${field ?? 'no field'}`, () => equal(fieldNamed(sentence), field));
}
