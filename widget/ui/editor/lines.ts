// Which lines differ between two texts: the longest common subsequence of lines, found by dynamic
// programming (Wagner and Fischer, 1974) between the first and the last differing line.

/** A line of one or both texts. */
export interface Line {
  kind: 'same' | 'removed' | 'added';
  text: string;
}

/** Lines side by side; a missing one is undefined. */
export interface Pair {
  left: string | undefined;
  right: string | undefined;
  same: boolean;
}

const maxCells = 4_000_000; // of the table; larger texts are shown as replaced as a whole

/** Compares two texts line by line. */
export function compare(before: string, after: string): Line[] {
  const a = split(before);
  const b = split(after);
  let head = 0;
  while (head < a.length && head < b.length && a[head] === b[head]) head++;
  let tail = 0;
  while (tail < a.length - head && tail < b.length - head && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail++;
  return [
    ...mark('same', a.slice(0, head)),
    ...middle(a.slice(head, a.length - tail), b.slice(head, b.length - tail)),
    ...mark('same', a.slice(a.length - tail)),
  ];
}

/** Puts removed lines beside the lines that took their place. */
export function sideBySide(lines: Line[]): Pair[] {
  const pairs: Pair[] = [];
  let removed: string[] = [];
  let added: string[] = [];
  const flush = () => {
    for (let i = 0; i < Math.max(removed.length, added.length); i++) {
      pairs.push({ left: removed[i], right: added[i], same: false });
    }
    removed = [];
    added = [];
  };
  for (const line of lines) {
    if (line.kind === 'removed') removed.push(line.text);
    else if (line.kind === 'added') added.push(line.text);
    else {
      flush();
      pairs.push({ left: line.text, right: line.text, same: true });
    }
  }
  flush();
  return pairs;
}

function split(text: string): string[] {
  return text === '' ? [] : text.replace(/\r\n/g, '\n').split('\n');
}

function mark(kind: Line['kind'], lines: string[]): Line[] {
  return lines.map((text) => ({ kind, text }));
}

function middle(a: string[], b: string[]): Line[] {
  const width = b.length + 1;
  if ((a.length + 1) * width > maxCells) return [...mark('removed', a), ...mark('added', b)];
  // common[i·width+j] is the length of the longest common subsequence of a[i…] and b[j…].
  const common = new Uint32Array((a.length + 1) * width);
  const at = (i: number, j: number) => common[i * width + j] ?? 0;
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      common[i * width + j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const lines: Line[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      lines.push({ kind: 'same', text: a[i++] ?? '' });
      j++;
    } else if (j >= b.length || (i < a.length && at(i + 1, j) >= at(i, j + 1))) lines.push({ kind: 'removed', text: a[i++] ?? '' });
    else lines.push({ kind: 'added', text: b[j++] ?? '' });
  }
  return lines;
}
