import { deepEqual, equal, ok } from 'node:assert/strict';
import { test } from 'node:test';
import type { Route } from './route';
import { address, allGaps, home as list, isList, parse, sameForm, toArticle } from './route';

const places: [string, Route][] = [
  ['/editor', list],
  ['/editor?id=delivery-times', { ...list, id: 'delivery-times' }],
  ['/editor?new=1', { ...list, fresh: true }],
  ['/editor?new=k3v9x0qa', { ...list, fresh: true, draft: 'k3v9x0qa' }],
  ['/editor?q=a+%26+b&status=draft&page=3', { ...list, q: 'a & b', status: 'draft', page: 3 }],
  ['/editor?gaps=1', { ...list, gaps: allGaps }],
  ['/editor?gaps=1&days=7&state=closed', { ...list, gaps: { id: '', days: 7, state: 'closed' } }],
  ['/editor?gaps=1&days=90&state=all&q=a&page=2', { ...list, q: 'a', page: 2, gaps: { id: '', days: 90, state: 'all' } }],
  ['/editor?gap=g+1', { ...list, gaps: { ...allGaps, id: 'g 1' } }],
  ['/editor?exam=1', { ...list, place: 'exam' }],
  ['/editor?exam=1&q=socks&page=2', { ...list, place: 'exam', q: 'socks', page: 2 }],
  ['/editor?synonyms=1', { ...list, place: 'synonyms' }],
  ['/editor?neversay=1', { ...list, place: 'neversay' }],
  ['/editor?voice=1', { ...list, place: 'voice' }],
  ['/editor?gap=g1&days=7&state=dismissed', { ...list, gaps: { id: 'g1', days: 7, state: 'dismissed' } }],
];
for (const [text, route] of places) {
  test(`${text} is read and written`, () => {
    deepEqual(parse(new URL(text, 'https://desk.example').search), route);
    equal(address(route), text);
  });
}

test('what makes no sense is left out', () => {
  deepEqual(parse('?status=lost&page=-2'), list);
  deepEqual(parse('?page=1.5'), list);
  deepEqual(parse('?id=a&new=1'), { ...list, id: 'a' });
  deepEqual(parse('?gaps=1&days=31&state=lost'), { ...list, gaps: allGaps });
  deepEqual(parse('?gap=&days=7'), list);
  deepEqual(parse('?new=../x'), { ...list, fresh: true });
  deepEqual(parse('?id=a&new=k3v9x0qa'), { ...list, id: 'a' });
});

test('an article comes before a gap', () => {
  deepEqual(parse('?id=a&gap=g1'), { ...list, id: 'a' });
  deepEqual(parse('?new=1&gaps=1'), { ...list, fresh: true });
});

test('an article and a gap come before another page', () => {
  deepEqual(parse('?id=a&exam=1'), { ...list, id: 'a' });
  deepEqual(parse('?gaps=1&exam=1'), { ...list, gaps: allGaps });
});

test('lists of what is to do', () => {
  deepEqual(parse('?care=1'), { ...list, place: 'care' });
  deepEqual(parse('?care=twins'), { ...list, place: 'care', care: 'twins' });
  deepEqual(parse('?care=nonsense'), { ...list, place: 'care' });
  deepEqual(parse('?import=1&care=twins'), { ...list, place: 'care', care: 'twins' });
  deepEqual(parse('?exam=1&care=twins'), { ...list, place: 'exam' });
  equal(address({ ...list, place: 'care' }), '/editor?care=1');
  equal(address({ ...list, place: 'care', care: 'links' }), '/editor?care=links');
  equal(address({ ...list, place: 'import' }), '/editor?import=1');
  equal(address(toArticle({ ...list, place: 'care', care: 'links' }, 'b')), '/editor?id=b');
  deepEqual(toArticle({ ...list, place: 'care', care: 'links' }, 'b'), { ...list, id: 'b' });
  ok(!sameForm({ ...list, place: 'care' }, { ...list, place: 'care', care: 'links' }));
});

test('what is typed stays only on the same form', () => {
  ok(sameForm({ ...list, place: 'synonyms' }, { ...list, place: 'synonyms', q: 'a' }));
  ok(!sameForm({ ...list, place: 'synonyms' }, { ...list, place: 'exam' }));
  ok(!sameForm({ ...list, id: 'a' }, list));
  ok(!sameForm({ ...list, fresh: true }, list));
});

test('from a gap to an article', () => {
  const gap = { ...list, q: 'a', gaps: { ...allGaps, id: 'g1' } };
  equal(address(toArticle(gap, 'b')), '/editor?id=b&q=a');
  equal(address(toArticle(gap, '')), '/editor?new=1&q=a');
  equal(address(toArticle({ ...list, place: 'exam' }, 'b')), '/editor?id=b');
  equal(address(toArticle({ ...gap, draft: 'k3v9x0qa' }, '')), '/editor?new=1&q=a');
});

test('an article is not the list, nor are the gaps', () => {
  ok(isList(list));
  ok(!isList({ ...list, fresh: true }));
  ok(!isList({ ...list, id: 'a' }));
  ok(!isList({ ...list, gaps: allGaps }));
  ok(!isList({ ...list, place: 'exam' }));
});
