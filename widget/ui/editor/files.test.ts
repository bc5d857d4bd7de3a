import { equal, match } from 'node:assert/strict';
import { test } from 'node:test';
import { markdownOf, refusalOf } from './files';

const stored = { id: 'ab', size: 10, name: 'Bild [1].png', type: 'image/png', href: 'file:ab/bild-1.png' };

test('an image is shown and described by its name', () => equal(markdownOf(stored), '![Bild  1](file:ab/bild-1.png)'));
test('another file is a link', () =>
  equal(markdownOf({ ...stored, name: 'manual.v2.pdf', type: 'application/pdf', href: 'file:ab/manual.v2.pdf' }), '[manual.v2.pdf](file:ab/manual.v2.pdf)'));

const files: [string, number, string, RegExp][] = [
  ['a.png', 10, 'image/png', /^$/],
  ['a.png', 5 << 20, 'image/png', /^$/],
  ['a.txt', 10, '', /^$/], // the server looks at the bytes
  ['a.png', (5 << 20) + 60_000, 'image/png', /has 5\.1 MB; at most 5 MB/],
  ['a.svg', 10, 'image/svg+xml', /neither an image/],
  ['a.html', 10, 'text/html', /neither an image/],
  ['a.png', 0, 'image/png', /is empty/],
];
for (const [name, size, type, want] of files) {
  test(`${name} of ${size} bytes, ${type || 'no type'}`, () => match(refusalOf({ name, size, type }), want));
}
