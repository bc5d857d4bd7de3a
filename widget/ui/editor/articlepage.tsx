import { useEffect, useRef, useState } from 'preact/hooks';
import { timeOfDay } from '../shared/format';
import { reading } from '../staff/clock';
import type { Article } from '../staff/http';
import { modified } from '../staff/keys';
import { Chips } from './chips';
import { ConfirmPublish, ConfirmWithdraw } from './confirm';
import { Conflict } from './conflict';
import { contentOf } from './content';
import type { Draft } from './draft';
import { useDraft } from './draft';
import { Form } from './form';
import { g } from './gapwords';
import { Link } from './link';
import { Revisions } from './revisions';
import type { Go, Route } from './route';
import { allGaps } from './route';
import { t } from './strings';

interface Props {
  route: Route;
  go: Go;
  setDirty: (dirty: boolean) => void;
}

type Asking = '' | 'publish' | 'withdraw';

/** One article: its text, its preview, its history. */
export function ArticlePage({ route, go, setDirty }: Props) {
  const draft = useDraft(route, go);
  const [asking, setAsking] = useState<Asking>('');
  const { article, fields, dirty } = draft;
  const title = fields.title.trim() || t.newArticle;
  setDirty(dirty);
  useSaveKey(draft);
  useEffect(() => {
    document.title = `${dirty ? '• ' : ''}${title} · ${t.bar.product}`;
  }, [title, dirty]);
  useEffect(() => {
    if (draft.fault?.field) document.getElementById(`field-${draft.fault.field}`)?.focus();
  }, [draft.fault]);

  const answered = (work: Promise<unknown>) => void work.then(() => setAsking(''));
  const busy = draft.busy !== '';
  const ready = !draft.loading && (article !== null || route.fresh);
  return (
    <main class="editor-article">
      <div class="article-head">
        <Link class="back-link" to={{ ...route, id: '', fresh: false }} go={go} test="all-articles">
          <span aria-hidden="true" class="flip">
            ←
          </span>{' '}
          {t.back}
        </Link>
        <div class="article-title">
          <h2 dir="auto">{title}</h2>
          {article && <Chips status={article.status} hasDraft={article.latest !== article.published} />}
        </div>
        {ready && <Actions draft={draft} ask={setAsking} />}
        <Messages draft={draft} />
      </div>
      {article && (
        <p class={isDraftOver(article) ? 'notice' : 'hint'} data-test="standing">
          {standing(article)}
        </p>
      )}
      {article && draft.gap && (
        <p class="hint" data-test="written-for">
          {g.writtenFor}{' '}
          <Link class="" to={{ ...route, id: '', fresh: false, gaps: { ...allGaps, id: draft.gap } }} go={go} test="see-gap">
            {g.seeGap}
          </Link>
        </p>
      )}
      {draft.loading && <p role="status">{t.loading}</p>}
      {ready && <Form fields={fields} fault={fieldFault(draft)} set={draft.set} />}
      {ready && article && (
        <Revisions
          id={article.id}
          latest={article.latest}
          published={article.published}
          editing={contentOf(fields)}
          restore={draft.restore}
        />
      )}
      {asking === 'publish' && (
        <ConfirmPublish
          article={article}
          after={contentOf(fields)}
          busy={busy}
          confirm={() => answered(draft.publish())}
          close={() => setAsking('')}
        />
      )}
      {asking === 'withdraw' && (
        <ConfirmWithdraw article={article} busy={busy} confirm={() => answered(draft.withdraw())} close={() => setAsking('')} />
      )}
      {draft.conflict && asking === '' && (
        <Conflict
          theirs={draft.conflict}
          mine={contentOf(fields)}
          busy={busy}
          loadTheirs={draft.loadTheirs}
          keepMine={() => void draft.save(draft.conflict?.number)}
          close={draft.keepEditing}
        />
      )}
    </main>
  );
}

function fieldFault(draft: Draft) {
  const { fault } = draft;
  return fault?.field ? { field: fault.field, text: fault.text } : null;
}

/** Ctrl+S or Cmd+S saves, instead of the browser saving the page. */
function useSaveKey(draft: Draft): void {
  const newest = useRef(draft);
  newest.current = draft;
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (!modified(event) || event.key.toLowerCase() !== 's') return;
      event.preventDefault();
      if (document.querySelector('dialog[open]')) return;
      if (newest.current.dirty) void newest.current.save();
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, []);
}

function Actions({ draft, ask }: { draft: Draft; ask: (what: Asking) => void }) {
  const { article, busy, dirty } = draft;
  const publishable = article === null || dirty || article.status !== 'published' || article.latest !== article.published;
  return (
    <div class="actions">
      <span class="hint" role="status" data-test="save-state">
        {saveState(draft)}
      </span>
      <button
        type="button"
        disabled={busy !== '' || !dirty}
        title={dirty ? undefined : t.nothingToSave}
        aria-keyshortcuts="Control+S Meta+S"
        onClick={() => void draft.save()}
        data-test="save"
      >
        {busy === 'saving' ? t.saving : t.save}
      </button>
      {article?.status === 'published' && (
        <button type="button" disabled={busy !== ''} onClick={() => ask('withdraw')} data-test="withdraw">
          {t.withdraw}
        </button>
      )}
      <button type="button" class="main" disabled={busy !== '' || !publishable} onClick={() => ask('publish')} data-test="publish">
        {t.publish}
      </button>
    </div>
  );
}

function saveState({ busy, dirty, savedAt }: Draft): string {
  if (busy === 'saving') return t.saving;
  if (dirty) return t.unsaved;
  return savedAt ? t.saved(timeOfDay(savedAt, reading)) : '';
}

/** What went wrong and what went well: in the head, so that it is seen wherever the page is scrolled to. */
function Messages({ draft }: { draft: Draft }) {
  const { fault, done } = draft;
  return (
    <div class="messages">
      <div role="alert" data-test="fault">
        {fault && !fault.field && (
          <p class="notice bad">
            {fault.text}{' '}
            {fault.signedOut && (
              <a href="/sign-in" target="_blank" rel="noopener">
                {t.signInAgain}
              </a>
            )}
          </p>
        )}
      </div>
      <div role="status" data-test="done">
        {done && <p class="notice good">{done}</p>}
      </div>
    </div>
  );
}

function isDraftOver(article: Article): boolean {
  return article.status === 'published' && article.latest !== article.published;
}

function standing(article: Article): string {
  if (article.status === 'withdrawn') return t.withdrawnNow;
  if (article.status === 'draft') return t.neverPublished;
  return isDraftOver(article) ? t.draftOver(article.latest, article.published) : t.publishedAs(article.published);
}
