import { t } from './strings';

interface Props {
  /** from 1 */
  page: number;
  pages: number;
  turn: (page: number) => void;
}

/** The way to the page before and the next one. */
export function Paging({ page, pages, turn }: Props) {
  return (
    <nav class="pages" aria-label={t.paging}>
      <button type="button" disabled={page <= 1} onClick={() => turn(page - 1)} data-test="previous-page">
        {t.previous}
      </button>
      <span>{t.page(page, pages)}</span>
      <button type="button" disabled={page >= pages} onClick={() => turn(page + 1)} data-test="next-page">
        {t.next}
      </button>
    </nav>
  );
}
