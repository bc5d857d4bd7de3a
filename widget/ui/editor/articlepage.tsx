import { useEffect, useRef, useState } from 'preact/hooks';
import type { Article } from '../staff/http';
import { modified } from '../staff/keys';
import { Actions } from './actions';
import { draftedAs } from './along';
import { differ } from './changes';
import { GapsAnswered } from './check/gapsanswered';
import { CheckPanel } from './check/panel';
import { TryIt } from './check/tryit';
import { Chips } from './chips';
import { Merging } from './conflict';
import { contentOf } from './content';
import type { Asking } from './dialogs';
import { Dialogs } from './dialogs';
import type { Draft } from './draft';
import { useDraft } from './draft';
import { Form } from './form';
import { g } from './gapwords';
import { Later } from './later';
import { Link } from './link';
import type { Links } from './links';
import { LinksSection, toMend, useLinks } from './links';
import { Elsewhere, FoundNotice, Others, Suggestions } from './notices';
import { ReviewBanner } from './review';
import { Revisions } from './revisions';
import type { Go, Route } from './route';
import { allGaps, home, toArticle } from './route';
import { ScheduleBanner } from './schedule';
import type { Section } from './sections';
import { Sections } from './sections';
import { t } from './strings';
import { w } from './strings-writing';
import { Translations } from './translations';

interface Props {
  route: Route;
  go: Go;
  setDirty: (dirty: boolean) => void;
  /** a language model is there */
  model: boolean;
}

const assistPages = () => import('./assist/pages');

/** One article: its text, its preview, what it answers, its history. */
export function ArticlePage({ route, go, setDirty, model }: Props) {
  const draft = useDraft(route, go);
  const [asking, setAsking] = useState<Asking>('');
  const { article, fields, dirty, work } = draft;
  const { fault } = work;
  const title = fields.title.trim() || t.newArticle;
  const links = useLinks(fields.body, draft.savedAt);
  // What is kept is not lost by leaving; what is not kept yet would be.
  setDirty(draft.keeping.unsafe);
  useSaveKey(draft);
  useEffect(() => {
    document.title = `${dirty ? '• ' : ''}${title} · ${t.bar.product}`;
  }, [title, dirty]);
  useEffect(() => {
    if (fault?.field) document.getElementById(`field-${fault.field}`)?.focus();
  }, [fault]);

  const busy = work.busy !== '';
  const ready = !draft.loading && (article !== null || route.fresh);
  const locked = draft.locked || draft.found !== null;
  return (
    <main class="editor-article" data-state={ready ? 'ready' : 'loading'}>
      <div class="article-head">
        <Link class="back-link" to={{ ...toArticle(route, ''), fresh: false }} go={go} test="all-articles">
          <span aria-hidden="true" class="flip">
            ←
          </span>{' '}
          {t.back}
        </Link>
        <div class="article-title">
          <h2 dir="auto">{title}</h2>
          {article && <Chips status={article.status} hasDraft={article.latest !== article.published} />}
        </div>
        {ready && !draft.locked && <Actions draft={draft} ask={setAsking} />}
        <Messages draft={draft} />
      </div>
      {article && (
        <div class="notices-of">
          <Elsewhere article={article} />
          <FoundNotice draft={draft} />
          <ReviewBanner article={article} busy={busy} publish={() => setAsking('publish')} sendBack={() => setAsking('return')} />
          <ScheduleBanner article={article} busy={busy} cancel={(act) => void draft.acts.unschedule(act)} />
          {draft.publishedAt > 0 && <GapsAnswered article={article.id} since={draft.publishedAt} go={go} />}
          <p class={isDraftOver(article) ? 'notice' : 'hint'} data-test="standing">
            {standing(article)}
          </p>
          <Suggestions article={article} go={go} />
          <Others draft={draft} />
          {draft.merging && <Merging theirs={draft.merging} draft={draft} />}
        </div>
      )}
      {article && draft.gap && (
        <p class="hint" data-test="written-for">
          {g.writtenFor}{' '}
          <Link class="" to={{ ...home, gaps: { ...allGaps, id: draft.gap } }} go={go} test="see-gap">
            {g.seeGap}
          </Link>
        </p>
      )}
      {draft.loading && !fault && <p role="status">{t.loading}</p>}
      {ready && draftedAs(draft.name) && <Later inside load={assistPages} show={({ Doubts }) => <Doubts name={draft.name} body={fields.body} />} />}
      {ready && (
        <Form
          fields={fields}
          fault={fault?.field ? { field: fault.field, text: fault.text } : null}
          locked={locked}
          fresh={article === null}
          article={article?.id ?? ''}
          set={draft.set}
          model={model}
        />
      )}
      {ready && <Sections all={sectionsOf(draft, links, route, go)} />}
      <Dialogs draft={draft} asking={asking} ask={setAsking} />
    </main>
  );
}

/** What stands below the form. */
function sectionsOf(draft: Draft, links: Links, route: Route, go: Go): Section[] {
  const { article, fields } = draft;
  const content = contentOf(fields);
  const id = article?.id ?? '';
  const bad = links.links ? toMend(links.links) : 0;
  const read = article?.published_revision;
  const sections: Section[] = [
    { name: 'check', title: w.check, show: () => <CheckPanel article={id} content={content} changed={!read || differ(read, content)} /> },
    { name: 'try', title: w.tryIt, stays: true, show: () => <TryIt article={id} content={content} /> },
    { name: 'links', title: bad > 0 ? w.linksBad(bad) : w.links, show: () => <LinksSection links={links} /> },
  ];
  if (!article) return sections;
  return [
    ...sections,
    { name: 'translations', title: w.translations, show: () => <Translations article={article} route={route} go={go} /> },
    {
      name: 'revisions',
      title: t.revisions,
      show: () => (
        <Revisions
          id={article.id}
          latest={article.latest}
          published={article.published}
          editing={content}
          {...(!draft.locked && !draft.found && { restore: draft.restore })}
        />
      ),
    },
  ];
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
      const { dirty, locked, found } = newest.current;
      if (dirty && !locked && !found) void newest.current.save();
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, []);
}

/** What went wrong and what went well: in the head, so that it is seen wherever the page is scrolled to. */
function Messages({ draft: { work } }: { draft: Draft }) {
  const { fault, done } = work;
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

/** What is kept elsewhere is no draft that waits for somebody here. */
function isDraftOver({ status, latest, published, source }: Article): boolean {
  return status === 'published' && latest !== published && !source;
}

function standing(article: Article): string {
  if (article.status === 'withdrawn') return t.withdrawnNow;
  if (article.status === 'draft') return t.neverPublished;
  return isDraftOver(article) ? t.draftOver(article.latest, article.published) : t.publishedAs(article.published);
}
