import type { Article, Content } from '../staff/http';
import { Modal } from '../staff/modal';
import { Changes, differ } from './changes';
import { t } from './strings';

interface Props {
  article: Article | null;
  busy: boolean;
  confirm: () => void;
  close: () => void;
}

/** Asks before publishing, and says what changes for customers. */
export function ConfirmPublish({ article, after, busy, confirm, close }: Props & { after: Content }) {
  const before = article?.status === 'published' ? article.published_revision : null;
  const changes = before !== null && differ(before, after);
  return (
    <Modal title={t.publishTitle} close={t.close} onClose={close} look="wide" test="publish-dialog">
      <p>{before ? (changes ? t.publishAgain(before.number) : t.publishSame(before.number)) : t.publishFirst}</p>
      {before && changes && (
        <div class="scroll" tabIndex={0} role="region" aria-label={t.changes}>
          <Changes before={before} after={after} />
        </div>
      )}
      <div class="sheet-end">
        <button type="button" class="quiet" onClick={close}>
          {t.cancel}
        </button>
        <button type="button" class="main" disabled={busy} onClick={confirm} autofocus data-test="publish-confirm">
          {busy ? t.publishing : t.publishNow}
        </button>
      </div>
    </Modal>
  );
}

/** Asks before withdrawing. */
export function ConfirmWithdraw({ busy, confirm, close }: Props) {
  return (
    <Modal title={t.withdrawTitle} close={t.close} onClose={close} test="withdraw-dialog">
      <p>{t.withdrawWhy}</p>
      <div class="sheet-end">
        <button type="button" class="quiet" onClick={close}>
          {t.cancel}
        </button>
        <button type="button" class="main" disabled={busy} onClick={confirm} autofocus data-test="withdraw-confirm">
          {busy ? t.withdrawing : t.withdrawNow}
        </button>
      </div>
    </Modal>
  );
}
