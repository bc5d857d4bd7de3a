import { deepEqual, equal, ok } from 'node:assert/strict';
import { test } from 'node:test';
import type { Cause } from './kinds';
import type { Change } from './tree';
import { addedAfter, addedBelow, causeAt, countOf, deepest, movedIn, movedOut, removed, shifted, updated } from './tree';

const cause = (id: string, ...parts: Cause[]): Cause => ({ id, title: id.toUpperCase(), words: [], parts });
const tree = [cause('a', cause('a1'), cause('a2', cause('a2x'))), cause('b'), cause('c')];

/** The tree as text: a(a1 a2(a2x)) b c. */
const drawn = (list: readonly Cause[]): string => list.map(({ id, parts }) => (parts.length ? `${id}(${drawn(parts)})` : id)).join(' ');
const before = drawn(tree);

/** What a change leads to, and where its cause is then. */
const told = (change: Change | null) => change && [drawn(change.tree), causeAt(change.tree, change.place)?.id];

test('a cause is found and changed at its place', () => {
  equal(causeAt(tree, [0, 1, 0])?.id, 'a2x');
  equal(causeAt(tree, [0, 5]), undefined);
  equal(causeAt(tree, []), undefined);
  equal(causeAt(updated(tree, [0, 1, 0], { title: 'New' }), [0, 1, 0])?.title, 'New');
  equal(drawn(updated(tree, [9], { title: 'New' })), before);
});

const changes: [string, Change | null, string, string | undefined][] = [
  ['removing goes on with the next', removed(tree, [0]), 'b c', 'b'],
  ['removing the last goes on with the one before', removed(tree, [2]), 'a(a1 a2(a2x)) b', 'b'],
  ['removing the only part goes on with the one above', removed(tree, [0, 1, 0]), 'a(a1 a2) b c', 'a2'],
  ['adding after', addedAfter(tree, [0, 0], cause('n')), 'a(a1 n a2(a2x)) b c', 'n'],
  ['adding to the end', addedAfter(tree, [2], cause('n')), 'a(a1 a2(a2x)) b c n', 'n'],
  ['adding to nothing', addedAfter([], [-1], cause('n')), 'n', 'n'],
  ['adding a part', addedBelow(tree, [1], cause('n')), 'a(a1 a2(a2x)) b(n) c', 'n'],
  ['moving up', shifted(tree, [2], -1), 'a(a1 a2(a2x)) c b', 'c'],
  ['moving down', shifted(tree, [0, 0], 1), 'a(a2(a2x) a1) b c', 'a1'],
  ['moving into the one before', movedIn(tree, [1]), 'a(a1 a2(a2x) b) c', 'b'],
  ['moving out, behind the one above', movedOut(tree, [0, 1]), 'a(a1) a2(a2x) b c', 'a2'],
];
for (const [name, change, want, at] of changes) {
  test(name, () => deepEqual(told(change), [want, at]));
}

test('what cannot be is not done', () => {
  equal(shifted(tree, [0], -1), null);
  equal(shifted(tree, [2], 1), null);
  equal(movedIn(tree, [0]), null);
  equal(movedOut(tree, [0]), null);
  equal(addedBelow(tree, [7], cause('n')), null);
});

test('no way leads below the deepest level', () => {
  let deep = cause('x');
  for (let level = 1; level < deepest; level++) deep = cause('x', deep);
  equal(addedBelow([deep], [0, 0, 0, 0], cause('n')), null);
  equal(movedIn([cause('y'), deep], [1]), null);
  ok(addedBelow([deep], [0, 0, 0], cause('n')));
});

test('removing the last cause leaves an empty tree', () => {
  deepEqual(removed([cause('a')], [0]), { tree: [], place: [] });
});

test('the tree before is untouched', () => equal(drawn(tree), before));
test('parts count too', () => equal(countOf(tree), 6));
