import { equal } from 'node:assert/strict';
import { test } from 'node:test';
import { slugOf } from './slug';

const titles: [string, string][] = [
  ['How do I return an opened tent?', 'how-do-i-return-an-opened-tent'],
  ['Wir können’s!', 'wir-konnens'],
  ['Straße 7½', 'straße-7'],
  ['配送 時間', '配送-時間'],
  ['हिन्दी', 'हिन्दी'],
  ['İstanbul', 'istanbul'],
  ['-a-', 'a'],
  ['../../etc/passwd', 'etc-passwd'],
  [' ?! ', ''],
  ['über '.repeat(100), Array(16).fill('uber').join('-')],
];
for (const [title, slug] of titles) test(`“${title.slice(0, 40)}” makes ${slug || 'nothing'}`, () => equal(slugOf(title), slug));
