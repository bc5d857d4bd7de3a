import { equal, match } from 'node:assert/strict';
import { test } from 'node:test';
import { refusalOf } from './upload';

test('what cannot be imported is not sent', () => {
  equal(refusalOf({ name: 'help.ZIP', size: 10 }), '');
  equal(refusalOf({ name: 'articles.jsonl.gz', size: 64 << 20 }), '');
  match(refusalOf({ name: 'empty.md', size: 0 }), /empty\.md is empty/);
  match(refusalOf({ name: 'big.zip', size: (64 << 20) + 1 }), /at most 64 MiB/);
  match(refusalOf({ name: 'report.docx', size: 10 }), /report\.docx is of no kind/);
  match(refusalOf({ name: 'help.md.gz', size: 10 }), /of no kind/);
  match(refusalOf({ name: 'README', size: 10 }), /README is of no kind/);
});
