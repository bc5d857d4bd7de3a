// Builds the safe tree of rendered Markdown with elements of a fixed list. Nothing here parses HTML.
import type { ComponentChildren, VNode } from 'preact';

/** One node of the tree, as the server renders an article. */
export type Node = string | Branch;

/** An element of the tree. `off` are the byte offsets [start, end) of a block in the revision's plain text. */
export interface Branch {
  t: string;
  c?: Node[] | null;
  href?: string;
  alt?: string;
  start?: number;
  off?: [number, number];
}

/** A cited range of bytes in the revision's plain text. */
export interface Span {
  start: number;
  end: number;
}

/** How a tree is shown. */
export interface Options {
  /** blocks that overlap one of these are highlighted */
  cited?: Span[];
  /** called for a link to another article; without it such a link is plain text */
  onArticle?: (article: string) => void;
}

const tags = new Set(
  'p h2 h3 h4 ul ol li blockquote pre code em strong a br hr table thead tbody tr th td del img'.split(' '),
);

// Deeper than any sane article; guards the stack against a hostile tree.
const maxDepth = 100;

/** Returns the elements for a tree. Unknown elements are shown as their content. */
export function renderNodes(nodes: Node[] | null | undefined, options: Options = {}): ComponentChildren {
  return children(nodes, options, 0);
}

function children(nodes: Node[] | null | undefined, options: Options, depth: number): ComponentChildren[] {
  return depth > maxDepth ? [] : (nodes ?? []).map((node) => (typeof node === 'string' ? node : branch(node, options, depth)));
}

function branch(node: Branch, options: Options, depth: number): ComponentChildren {
  if (!tags.has(node.t)) return children(node.c, options, depth + 1);
  const { href = '', alt } = node;
  const src = fileAddress(href);
  if (node.t === 'img') return src ? <img src={src} alt={alt} /> : alt;
  const content = children(node.c, options, depth + 1);
  if (node.t === 'a') return link(href, src, content, options);
  const props: Record<string, unknown> = {};
  if (node.t === 'ol' && node.start !== undefined) props.start = node.start;
  if (node.t === 'pre') props.tabIndex = 0; // scrolls sideways, so the keyboard must reach it
  if (isCited(node, options.cited)) props.class = 'cited';
  const Tag = node.t as 'p';
  const element = <Tag {...props}>{content}</Tag>;
  return node.t === 'table' ? <div class="table" tabIndex={0}>{element}</div> : element;
}

/** The address of an uploaded file, or "" if the tree names no such file. */
function fileAddress(href: string): string {
  return /^file:\w+\/[^/\\]+$/.test(href) ? `/file/${href.slice(5)}` : '';
}

function link(target: string, file: string, content: ComponentChildren[], options: Options): VNode {
  const { onArticle } = options;
  if (onArticle && target.startsWith('article:')) {
    return (
      <button type="button" class="link" onClick={() => onArticle(target.slice('article:'.length))}>
        {content}
      </button>
    );
  }
  const href = file || (isSafe(target) && target);
  if (!href) return <span>{content}</span>;
  return (
    <a href={href} target="_blank" rel="noopener noreferrer">
      {content}
    </a>
  );
}

/** Reports whether an address may be followed: https, http or mailto, and nothing else. */
export function isSafe(href: string): boolean {
  return /^(https?:\/\/|mailto:)/i.test(href);
}

function overlaps(node: Branch, spans: Span[]): boolean {
  const { off } = node;
  return off !== undefined && spans.some((span) => span.start < off[1] && off[0] < span.end);
}

/** A block is cited when a span overlaps it and no block inside it is the more precise place. */
function isCited(node: Branch, spans: Span[] | undefined): boolean {
  if (!spans || !overlaps(node, spans)) return false;
  const inner = (child: Node): boolean =>
    typeof child !== 'string' && (overlaps(child, spans) || (child.c ?? []).some(inner));
  return !(node.c ?? []).some(inner);
}
