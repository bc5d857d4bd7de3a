import { useState } from 'preact/hooks';
import type { Action, Look, Row } from './importjson';
import { iw, placeWords } from './importwords';
import { Table } from './table';

/** The articles with which the same happens, folded if nothing does. */
export function RowsOf({ action, look }: { action: Action; look: Look }) {
  const n = look.counts[action] ?? 0;
  const rows = (look.rows ?? []).filter((row) => row.action === action);
  const [open, setOpen] = useState(action !== 'same');
  if (n === 0) return null;
  return (
    <details class="fold import-rows" open={open} onToggle={(event) => setOpen(event.currentTarget.open)} data-test={`rows-${action}`}>
      <summary>
        <strong>{iw.rowsOf(action, n)}</strong> <span class="hint">{iw.meaning(action)}</span>
      </summary>
      {open && rows.length > 0 && <List rows={rows} caption={iw.name(action)} />}
      {rows.length < n && <p class="hint">{rows.length > 0 ? iw.shown(rows.length, n) : iw.notShown}</p>}
    </details>
  );
}

function List({ rows, caption }: { rows: readonly Row[]; caption: string }) {
  const remarks = rows.some(({ remark }) => remark !== '');
  const files = rows.some(({ file }) => file !== ''); // what is gone has none
  const columns = [iw.article, files ? iw.from : '', remarks ? iw.remark : ''].filter(Boolean);
  return (
    <Table caption={caption} columns={columns}>
      {rows.map((row) => (
        <tr key={row.id} role="row" data-test="import-row" data-action={row.action}>
          <th scope="row" role="rowheader" dir="auto">
            {row.title || row.id}
            {row.title !== '' && <span class="hint under">{row.id}</span>}
          </th>
          {files && (
            <td role="cell" data-label={iw.from} dir="auto">
              {placeWords(row)}
            </td>
          )}
          {remarks && (
            <td role="cell" data-label={row.remark && iw.remark} dir="auto">
              {row.remark}
            </td>
          )}
        </tr>
      ))}
    </Table>
  );
}
