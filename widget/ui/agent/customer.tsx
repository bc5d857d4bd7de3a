import type { ComponentChildren } from 'preact';
import { isSafe } from '../shared/nodes';
import type { State } from '../shared/wire';
import { inPercent } from '../staff/inputs';
import { modifierName } from '../staff/keys';
import type { Reference } from './article';
import { citedIn } from './article';
import type { Console } from './console';
import { t } from './strings';
import type { Thread, Tried } from './thread';
import { contactOf, ratingOf, triedIn } from './thread';

const shown = 6; // articles; each event's trace has them all

interface Props {
  desk: Console;
  read: (reference: Reference) => void;
  help: () => void;
  close: () => void;
}

/** The right column: who the customer is, which articles were tried, which keys there are. */
export function Customer({ desk, read, help, close }: Props) {
  const thread = desk.thread();
  return (
    <section class="side" aria-label={t.customer}>
      <button type="button" class="quiet side-close" onClick={close}>
        {t.close}
      </button>
      {thread?.state && <Facts thread={thread} state={thread.state} name={desk.nameOf(thread.id)} />}
      {thread && <Articles thread={thread} read={read} />}
      <section>
        <h2>{t.keysTitle}</h2>
        <dl class="keys">
          <Key keys="J / K" does={t.keyBoth} />
          <Key keys="A" does={t.accept} />
          <Key keys="R" does={t.reply} />
          <Key keys="N" does={t.noteMode} />
          <Key keys="E" does={t.resolve} />
          <Key keys={`${modifierName()} Enter`} does={t.keySend} />
        </dl>
        <button type="button" class="quiet" onClick={help} data-test="all-keys">
          {t.allKeys}
        </button>
      </section>
    </section>
  );
}

export function Key({ keys, does }: { keys: string; does: string }) {
  return (
    <div>
      <dt>
        <kbd>{keys}</kbd>
      </dt>
      <dd>{does}</dd>
    </div>
  );
}

function Facts({ thread, state, name }: { thread: Thread; state: State; name: string }) {
  // The log is ahead of the state: what the customer left stands there at once.
  const contact = contactOf(thread.events);
  const email = contact.email || state.email;
  const rating = ratingOf(thread.events);
  return (
    <section>
      <h2>{t.customer}</h2>
      <dl class="facts" data-test="customer">
        <Fact name={t.name}>{contact.name || state.name || name}</Fact>
        <Fact name={t.email}>{email ? <a href={`mailto:${encodeURIComponent(email)}`}>{email}</a> : t.unknown}</Fact>
        <Fact name={t.page}>{state.page ? <Page address={state.page} /> : t.unknown}</Fact>
        <Fact name={t.locale}>{state.locale || t.unknown}</Fact>
        {rating > 0 && <Fact name={t.rating}>{`${rating} / 5`}</Fact>}
      </dl>
    </section>
  );
}

function Fact({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd dir="auto">{children}</dd>
    </div>
  );
}

/** The page comes from the customer's browser: only web addresses become links. */
function Page({ address }: { address: string }) {
  const short = address.replace(/^https?:\/\//i, '');
  if (!isSafe(address) || /^mailto:/i.test(address)) return <>{address}</>;
  return (
    <a href={address} target="_blank" rel="noopener noreferrer">
      {short}
    </a>
  );
}

function fit({ share, score }: Tried): string {
  return share ? `${t.bestShare} ${inPercent(score)}` : `${t.bestScore} ${score.toFixed(2)}`;
}

function Articles({ thread, read }: { thread: Thread; read: (reference: Reference) => void }) {
  const tried = triedIn(thread.events).slice(0, shown);
  const citations = thread.events.flatMap((event) => event.citations ?? []);
  return (
    <section>
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
            {candidate.score > 0 && <bdi class="hint">{fit(candidate)}</bdi>}
          </li>
        ))}
      </ul>
    </section>
  );
}
