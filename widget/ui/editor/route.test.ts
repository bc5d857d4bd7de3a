import { deepEqual, equal, ok } from 'node:assert/strict';
import { test } from 'node:test';
import type { Route } from './route';
import { address, isList, parse } from './route';

const list: Route = { id: '', fresh: false, q: '', status: 'all', page: 1 };

const places: [string, Route][] = [
  ['/editor', list],
  ['/editor?id=delivery-times', { ...list, id: 'delivery-times' }],
  ['/editor?new=1', { ...list, fresh: true }],
  ['/editor?q=a+%26+b&status=draft&page=3', { ...list, q: 'a & b', status: 'draft', page: 3 }],
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
});

test('an article is not the list', () => {
  ok(isList(list));
  ok(!isList({ ...list, fresh: true }));
  ok(!isList({ ...list, id: 'a' }));
});
