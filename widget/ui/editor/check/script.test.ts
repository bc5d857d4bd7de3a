import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import { readScript, writeScript } from './script';

const script = `# Lines that begin with # are comments.
## Returns
can I return an opened item → returns/opened-item
where is my parcel -> shipping/track, shipping/late    # either will do
do you repair watches => nobody
"what does a -> b mean" → docs/arrows

can I return socks → returns/socks
  and opened ones? → anything
  and after two months? → nobody
`;

test('a script is read', () => {
  const { questions, fault } = readScript(script);
  equal(fault, null);
  deepEqual(questions, [
    { question: 'can I return an opened item', before: [], articles: ['returns/opened-item'], line: 3 },
    { question: 'where is my parcel', before: [], articles: ['shipping/track', 'shipping/late'], line: 4 },
    { question: 'do you repair watches', before: [], articles: [], line: 5 },
    { question: 'what does a -> b mean', before: [], articles: ['docs/arrows'], line: 6 },
    { question: 'can I return socks', before: [], articles: ['returns/socks'], line: 8 },
    { question: 'and after two months?', before: ['can I return socks', 'and opened ones?'], articles: [], line: 10 },
  ]);
});

test('what is written reads as the same', () => {
  const questions = [
    { question: 'plain', before: [], articles: ['a'] },
    { question: 'and then?', before: ['plain'], articles: ['b', 'c d'] },
    { question: ' blanks ', before: [], articles: ['nobody'] },
    { question: 'a → b', before: ['never told'], articles: [] },
    { question: '# no remark', before: [], articles: ['x,y', 'q"uote', 'anything'] },
    { question: 'ends in -', before: [], articles: ['#'] },
    { question: 'two\nlines\tand \\ "quotes"', before: [], articles: ['z'] },
  ];
  const { questions: read, fault } = readScript(writeScript(questions));
  equal(fault, null);
  deepEqual(read.map(({ line: _, ...rest }) => rest), questions);
});

const faulty: [string, string, number][] = [
  ['no arrow', 'a → b\nno arrow here', 2],
  ['no question', '→ b', 1],
  ['no article', 'a →', 1],
  ['an empty part', 'a → b, , c', 1],
  ['indented below nothing', '  a → b', 1],
  ['indented below a group', 'a → b\n## group\n  c → d', 3],
];
for (const [name, text, line] of faulty) {
  test(`refused at its line: ${name}`, () => equal(readScript(text).fault?.line, line));
}

test('what stands before a fault is read', () => {
  equal(readScript('a → b\nno arrow').questions.length, 1);
});
