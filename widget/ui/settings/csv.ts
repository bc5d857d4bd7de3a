// Tables as files for a spreadsheet (RFC 4180).

/** A cell: numbers stay numbers, what is not known is empty. */
export type Cell = string | number | null;

/** Writes rows as CSV. Texts that a spreadsheet would take for a formula get an apostrophe in front. */
export function csv(rows: readonly (readonly Cell[])[]): string {
  return rows.map((row) => `${row.map(field).join(',')}\r\n`).join('');
}

function field(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  const text = /^\s*[=+\-@＝＋－＠]|^[\t\r\n]/.test(cell) ? `'${cell}` : cell;
  return /[",;\r\n\t]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Has the browser save a text as a CSV file. */
export function save(name: string, text: string): void {
  const link = document.createElement('a');
  // The mark in front tells spreadsheets that this is UTF-8.
  link.href = URL.createObjectURL(new Blob(['\ufeff', text], { type: 'text/csv;charset=utf-8' }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
