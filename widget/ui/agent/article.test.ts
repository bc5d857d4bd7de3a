import { deepEqual } from 'node:assert/strict';
import { test } from 'node:test';
import { referenceOf, sourcesOf } from './article';

const cited = (n: number, article: string, start: number) => ({ n, article, revision: 1, title: article, start, end: start + 5, at: 0 });

test('each source of a text is named once, with all that is quoted from it', () => {
  const all = [cited(1, 'returns', 0), cited(1, 'returns', 20), cited(2, 'tents', 0), cited(1, 'returns', 40)];
  deepEqual(
    sourcesOf(all).map(({ n, start }) => [n, start]),
    [
      [1, 0],
      [2, 0],
    ],
  );
  const [first] = sourcesOf(all);
  deepEqual(first && referenceOf(first, all).spans.map(({ start }) => start), [0, 20, 40]);
  deepEqual(sourcesOf(null), []);
});
