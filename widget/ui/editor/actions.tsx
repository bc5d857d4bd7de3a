import type { Action } from '../staff/menu';
import { Menu } from '../staff/menu';
import { timeOfDay } from '../shared/format';
import { reading } from '../staff/clock';
import type { Asking } from './dialogs';
import type { Draft } from './draft';
import { t } from './strings';
import { w, whyReview } from './strings-writing';

interface Props {
  draft: Draft;
  ask: (what: Asking) => void;
}

/** What can be done with the article as a whole. The main act is to publish, or to ask somebody who may. */
export function Actions({ draft, ask }: Props) {
  const { article, work, dirty, found, base } = draft;
  const busy = work.busy !== '';
  const mustAsk = article !== null && (!article.may_publish || (article.two_persons && dirty));
  const publishable = article === null || dirty || article.status !== 'published' || base !== article.published;
  const waits = article?.review && !article.review.returned && article.review.revision === base && !dirty;
  const undecided = found !== null;
  return (
    <div class="actions">
      <KeepState draft={draft} />
      <button
        type="button"
        disabled={busy || !dirty || undecided}
        title={dirty ? undefined : t.nothingToSave}
        aria-keyshortcuts="Control+S Meta+S"
        onClick={() => void draft.save()}
        data-test="save"
      >
        {work.busy === 'saving' ? t.saving : t.save}
      </button>
      {mustAsk ? (
        <button
          type="button"
          class="main"
          disabled={busy || undecided || waits === true}
          title={whyReview(article)}
          onClick={() => ask('review')}
          data-test="ask-review"
        >
          {w.askReview}
        </button>
      ) : (
        <button type="button" class="main" disabled={busy || !publishable || undecided} onClick={() => ask('publish')} data-test="publish">
          {t.publish}
        </button>
      )}
      <Menu name={w.moreActs} actions={further(draft, mustAsk, publishable && !undecided, ask)} busy={busy} test="more-acts" />
    </div>
  );
}

/** What is done less often. */
function further({ article, dirty, found }: Draft, mustAsk: boolean, publishable: boolean, ask: Props['ask']): Action[] {
  const act = (test: Exclude<Asking, ''>, name: string): Action => ({ test, name, run: () => ask(test) });
  // Two persons are for what is published; who only waits for the second may withdraw.
  const published = article?.status === 'published' && (article.may_publish || article.two_persons);
  return [
    ...(publishable && !mustAsk ? [act('publish-at', w.publishAt), act('ask-review', w.askReview)] : []),
    ...(published ? [act('withdraw', t.withdraw), act('withdraw-at', w.withdrawAt)] : []),
    ...(dirty && !found ? [act('drop', w.drop)] : []),
  ];
}

/** What is kept, what is saved, and what is neither. Only what is saved and what fails is announced: the rest comes too often. */
function KeepState({ draft: { work, dirty, savedAt, keeping, found } }: { draft: Draft }) {
  const { state, at, fault } = keeping.kept;
  const quiet = dirty && !found;
  return (
    <span class="keep-state hint">
      <span role="status" data-test="save-state">
        {work.busy === 'saving' ? t.saving : quiet ? state === 'failing' && w.notKept(fault) : savedAt > 0 && t.saved(timeOfDay(savedAt, reading))}
      </span>
      {quiet && state !== 'failing' && (
        <span data-test="kept" data-state={state}>
          {at > 0 ? w.kept(timeOfDay(at, reading)) : t.unsaved}
        </span>
      )}
    </span>
  );
}
