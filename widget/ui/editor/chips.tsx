import type { ArticleStatus } from '../staff/http';
import { t } from './strings';

/** Where an article stands, in words and colour. */
export function Chips({ status, hasDraft }: { status: ArticleStatus; hasDraft: boolean }) {
  return (
    <span class="chips">
      <span class={`chip ${status}`} data-test="status">
        {t.status(status)}
      </span>
      {status === 'published' && hasDraft && (
        <span class="chip over" data-test="has-draft">
          {t.hasDraft}
        </span>
      )}
    </span>
  );
}
