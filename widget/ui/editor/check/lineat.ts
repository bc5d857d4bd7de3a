/** Where a line of a text begins and ends, from 1; the end of the text if there is no such line. */
export function lineAt(text: string, line: number): { from: number; to: number } {
  let from = 0;
  for (let n = 1; n < line; n++) {
    const end = text.indexOf('\n', from);
    if (end < 0) return { from: text.length, to: text.length };
    from = end + 1;
  }
  const end = text.indexOf('\n', from);
  return { from, to: end < 0 ? text.length : end };
}
