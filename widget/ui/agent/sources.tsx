import { useState } from 'preact/hooks';
import { inPercent } from '../staff/percent';
import { sentence } from '../staff/call';
import { may } from '../staff/roles';
import { inTab } from '../staff/remembered';
import { api } from './api';
import type { Reference } from './article';
import { citedIn } from './article';
import type { Console } from './console';
import { FixButton } from './fix';
import { t as labels } from './labels';
import { t } from './strings';
import type { Thread, Tried } from './thread';
import { triedIn } from './thread';

const shown = 6; // articles; each event's trace has them all

interface Props {
  desk: Console;
  thread: Thread;
  read: (reference: Reference) => void;
}

function fit({ share, score }: Tried): string {
  return share ? `${t.bestShare} ${inPercent(score)}` : `${t.bestScore} ${score.toFixed(2)}`;
}

/** Articles: those that may help with the last message, those that the bot tried, and making a new one. */
export function Articles({ desk, thread, read }: Props) {
  const tried = triedIn(thread.events).slice(0, shown);
  const citations = thread.events.flatMap((event) => event.citations ?? []);
  const known = new Set(tried.map((candidate) => candidate.article));
  const more = (desk.shelf.suggestion?.candidates ?? []).filter((candidate) => !known.has(candidate.article)).slice(0, shown);
  return (
    <section>
      {more.length > 0 && (
        <>
          <h2>{labels.suggestedArticles}</h2>
          <ul class="tried" data-test="suggested-articles">
            {more.map((candidate) => (
              <li key={candidate.article}>
                <button
                  type="button"
                  class="link"
                  aria-label={t.openArticle(candidate.title)}
                  onClick={() => read({ article: candidate.article, revision: candidate.revision, spans: [] })}
                >
                  {candidate.title}
                </button>{' '}
                <FixButton about={candidate} />
              </li>
            ))}
          </ul>
        </>
      )}
      <h2>{t.triedTitle}</h2>
      {tried.length === 0 && <p class="hint">{t.noSources}</p>}
      <ul class="tried" data-test="tried">
        {tried.map((candidate) => (
          <li key={candidate.article}>
            <button
              type="button"
              class="link"
              aria-label={t.openArticle(candidate.title)}
              onClick={() => read({ article: candidate.article, revision: candidate.revision, spans: citedIn(citations, candidate) })}
            >
              {candidate.title}
            </button>{' '}
            {candidate.cited && <span class="chip good">{t.cited}</span>}{' '}
            {candidate.score > 0 && <bdi class="hint">{fit(candidate)}</bdi>} <FixButton about={candidate} />
          </li>
        ))}
      </ul>
      {may(desk.me.roles, '/editor') && <ToArticle desk={desk} conversation={thread.id} />}
    </section>
  );
}

/** Opens the editor with question and answer of this conversation, in a page of its own. */
function ToArticle({ desk, conversation }: { desk: Console; conversation: string }) {
  const [busy, setBusy] = useState(false);
  const turn = async () => {
    setBusy(true);
    try {
      const { title, question, answer } = await api.article(conversation);
      inTab('frontdesk.').set('newArticle', JSON.stringify({ title, phrasings: question ? [question] : [], body: answer }));
      location.assign('/editor?new=1');
    } catch (fault) {
      desk.alerts.tell(sentence(fault), true);
      setBusy(false);
    }
  };
  return (
    <p class="side-actions">
      <button type="button" class="quiet" disabled={busy} title={labels.toArticleHint} onClick={() => void turn()} data-test="to-article">
        {labels.toArticle}
      </button>
    </p>
  );
}
