import { test } from 'node:test';
import assert from 'node:assert/strict';
import { renderNodes } from './nodes';
import type { Node } from './nodes';
import { indexOfByte } from './format';

interface Drawn {
  type: unknown;
  props: Record<string, unknown> & { children?: unknown };
}

/** Writes elements as text, to compare them. */
function text(node: unknown): string {
  if (Array.isArray(node)) return node.map(text).join('');
  if (node === null || node === undefined || typeof node === 'boolean') return '';
  if (typeof node !== 'object') return String(node);
  const { type, props } = node as Drawn;
  const attributes = ['class', 'href', 'start', 'rel', 'target', 'src', 'alt']
    .filter((name) => props[name] !== undefined)
    .map((name) => ` ${name}=${String(props[name])}`);
  return `<${String(type)}${attributes.join('')}>${text(props.children)}</${String(type)}>`;
}

const id = '0123456789abcdef0123456789abcdef';

const tables: { name: string; nodes: Node[]; want: string }[] = [
  { name: 'plain text', nodes: ['a', 'b'], want: 'ab' },
  { name: 'nested elements', nodes: [{ t: 'p', c: ['a ', { t: 'strong', c: ['b'] }] }], want: '<p>a <strong>b</strong></p>' },
  { name: 'an unknown element is its content', nodes: [{ t: 'script', c: ['alert(1)'] }], want: 'alert(1)' },
  { name: 'an element without content', nodes: [{ t: 'p', c: null }], want: '<p></p>' },
  { name: 'an image is its alternative text', nodes: [{ t: 'img', alt: 'A tent' }], want: 'A tent' },
  {
    name: 'an uploaded image',
    nodes: [{ t: 'img', href: `file:${id}/back%20plate.png`, alt: 'The back' }],
    want: `<img src=/file/${id}/back%20plate.png alt=The back></img>`,
  },
  {
    name: 'an uploaded file',
    nodes: [{ t: 'a', href: `file:${id}/manual.pdf`, c: ['manual'] }],
    want: `<a href=/file/${id}/manual.pdf rel=noopener noreferrer target=_blank>manual</a>`,
  },
  ...['https://a.example/x.png', 'javascript:x', 'data:image/png;base64,x', 'file:///etc/passwd', `file:${id}/../../api/me`, `file:${id}/a\\b`, '/api/me', `/file/${id}/a.png`].map(
    (href) => ({ name: `an image from ${href}`, nodes: [{ t: 'img', href, alt: 'x' }], want: 'x' }),
  ),
  { name: 'a file of the machine', nodes: [{ t: 'a', href: 'file:///etc/passwd', c: ['a'] }], want: '<span>a</span>' },
  { name: 'a line break and a rule', nodes: ['a', { t: 'br' }, 'b', { t: 'hr' }], want: 'a<br></br>b<hr></hr>' },
  { name: 'a list keeps its start', nodes: [{ t: 'ol', start: 3, c: [] }], want: '<ol start=3></ol>' },
  {
    name: 'an external link',
    nodes: [{ t: 'a', href: 'https://a.example/', c: ['a'] }],
    want: '<a href=https://a.example/ rel=noopener noreferrer target=_blank>a</a>',
  },
  { name: 'a script address', nodes: [{ t: 'a', href: 'javascript:alert(1)', c: ['a'] }], want: '<span>a</span>' },
  { name: 'a data address', nodes: [{ t: 'a', href: 'data:text/html,x', c: ['a'] }], want: '<span>a</span>' },
  { name: 'an address with a space before', nodes: [{ t: 'a', href: ' javascript:x', c: ['a'] }], want: '<span>a</span>' },
  { name: 'a link within the page', nodes: [{ t: 'a', href: '#x', c: ['a'] }], want: '<span>a</span>' },
  { name: 'a link without address', nodes: [{ t: 'a', c: ['a'] }], want: '<span>a</span>' },
];

test('draws the tree with elements of the list only', () => {
  for (const { name, nodes, want } of tables) assert.equal(text(renderNodes(nodes)), want, name);
});

test('a link to an article opens it', () => {
  const opened: string[] = [];
  const [drawn] = renderNodes([{ t: 'a', href: 'article:returns', c: ['x'] }], {
    onArticle: (id) => opened.push(id),
  }) as Drawn[];
  assert.equal(drawn?.type, 'button');
  (drawn?.props.onClick as () => void)();
  assert.deepEqual(opened, ['returns']);
});

test('highlights the innermost blocks that a span overlaps', () => {
  const nodes: Node[] = [
    { t: 'p', off: [0, 10], c: ['one'] },
    {
      t: 'ul',
      off: [10, 30],
      c: [
        { t: 'li', off: [10, 20], c: ['two'] },
        { t: 'li', off: [20, 30], c: ['three'] },
      ],
    },
  ];
  const want = (start: number, end: number) => text(renderNodes(nodes, { cited: [{ start, end }] }));
  assert.equal(want(10, 15), '<p>one</p><ul><li class=cited>two</li><li>three</li></ul>');
  assert.equal(want(5, 21), '<p class=cited>one</p><ul><li class=cited>two</li><li class=cited>three</li></ul>');
  assert.equal(want(30, 40), '<p>one</p><ul><li>two</li><li>three</li></ul>');
});

test('a hostile depth ends', () => {
  let node: Node = 'deep';
  for (let i = 0; i < 50_000; i++) node = { t: 'blockquote', c: [node] };
  assert(!text(renderNodes([node])).includes('deep'));
});

test('byte offsets count UTF-8', () => {
  const at = 'Größe 👟 ok';
  assert.equal(indexOfByte(at, 0), 0);
  assert.equal(indexOfByte(at, 'Größe'.length + 2), 5);
  assert.equal(indexOfByte(at, new TextEncoder().encode('Größe 👟').length), 'Größe 👟'.length);
  assert.equal(indexOfByte(at, 999), at.length);
});
