import { useState } from 'preact/hooks';
import { iw } from './importwords';

/** Hands every article out as Markdown. */
export function Export() {
  const [drafts, setDrafts] = useState(false);
  return (
    <section class="export">
      <h3>{iw.exportTitle}</h3>
      <p class="hint">{iw.exportWhat}</p>
      <label class="check">
        <input type="checkbox" checked={drafts} onChange={(event) => setDrafts(event.currentTarget.checked)} data-test="export-drafts" />
        {iw.exportDrafts}
      </label>
      <a class="button" href={`/api/editor/export${drafts ? '?drafts=1' : ''}`} download data-test="export">
        {iw.export}
      </a>
    </section>
  );
}
