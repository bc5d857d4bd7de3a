import type { State } from '../shared/wire';
import { span, useNow } from '../staff/clock';
import type { Reference } from './article';
import { Composer } from './composer';
import type { Console } from './console';
import { Log } from './log';
import { t } from './strings';
import type { Thread } from './thread';
import { causeOf, handoffOf } from './thread';

interface Props {
  desk: Console;
  read: (reference: Reference) => void;
  resolve: () => void;
  side: boolean;
  setSide: (open: boolean) => void;
}

/** The middle column: the open conversation. */
export function ThreadPane(props: Props) {
  const { desk } = props;
  const thread = desk.thread();
  if (!thread) return <Nothing desk={desk} />;
  return (
    <section class="thread" aria-label={t.thread}>
      <Head {...props} thread={thread} />
      {thread.missing ? (
        <p class="empty" role="alert">
          {t.gone}
        </p>
      ) : (
        <>
          <Why thread={thread} />
          <Log key={thread.id} desk={desk} thread={thread} read={props.read} />
          {thread.state && <Composer key={`write ${thread.id}`} desk={desk} state={thread.state} conversation={thread.id} />}
        </>
      )}
    </section>
  );
}

function Nothing({ desk }: { desk: Console }) {
  const next = desk.rows('waiting')[0];
  return (
    <section class="thread blank" aria-label={t.thread}>
      <h2>{t.chooseTitle}</h2>
      <p>{t.choose}</p>
      {next && (
        <button type="button" class="main" onClick={() => void desk.act('accept', next.id)} data-test="accept-next">
          {t.acceptNext}
        </button>
      )}
    </section>
  );
}

function Head({ desk, thread, resolve, side, setSide }: Props & { thread: Thread }) {
  const { state } = thread;
  return (
    <header class="thread-head">
      <button type="button" class="quiet back" onClick={() => desk.select('')} data-test="back">
        <span aria-hidden="true" class="flip">
          ←
        </span>
        <span class="gone">{t.back}</span>
      </button>
      <div class="thread-who">
        <h2 dir="auto">{desk.nameOf(thread.id)}</h2>
        {state && <Standing state={state} cause={causeOf(thread.events)} />}
      </div>
      {state && <Actions desk={desk} thread={thread} state={state} resolve={resolve} />}
      <button type="button" class="quiet side-switch" aria-expanded={side} onClick={() => setSide(!side)} data-test="details">
        {t.details}
      </button>
    </header>
  );
}

/** Where the conversation stands, in one line. */
function Standing({ state, cause }: { state: State; cause: string }) {
  const now = useNow();
  const words =
    state.status === 'resolved'
      ? [t.resolved, cause]
      : [t.owner(state.owner, state.agent, state.mine === true), waits(state) ? t.waitingSince(span(now - (state.since ?? now))) : ''];
  return (
    <p class={`standing ${state.status} ${state.owner} ${state.mine ? 'mine' : ''}`} data-test="standing">
      {words.filter(Boolean).join(' · ')}
    </p>
  );
}

function waits(state: State): boolean {
  return state.owner === 'queue' && state.since !== undefined;
}

interface ActionsProps {
  desk: Console;
  thread: Thread;
  state: State;
  resolve: () => void;
}

function Actions({ desk, thread, state, resolve }: ActionsProps) {
  const busy = desk.doing(thread.id) !== undefined;
  if (state.status !== 'open') return null;
  if (state.owner !== 'agent') {
    return (
      <div class="actions">
        <button type="button" class="main" disabled={busy} onClick={() => void desk.act('accept', thread.id)} data-test="accept">
          {state.owner === 'queue' ? t.accept : t.takeOver}
        </button>
      </div>
    );
  }
  if (!state.mine) return null;
  return (
    <div class="actions">
      <button type="button" disabled={busy} onClick={() => void desk.act('handback', thread.id)} data-test="handback">
        {t.handBack}
      </button>
      <button type="button" disabled={busy} onClick={() => void desk.act('release', thread.id)} data-test="release">
        {t.release}
      </button>
      <button type="button" class="main" disabled={busy} onClick={resolve} data-test="resolve">
        {t.resolve}
      </button>
    </div>
  );
}

/** Why a person was brought in and what the customer wants, above everything that was said. */
function Why({ thread }: { thread: Thread }) {
  const handoff = handoffOf(thread.events);
  if (!handoff || (!handoff.reason && !handoff.summary)) return null;
  return (
    <section class="why" aria-label={t.why} data-test="handoff">
      {handoff.reason && (
        <p>
          <strong>{t.why}:</strong> {t.reason(handoff.reason)}
        </p>
      )}
      {handoff.summary && (
        <p>
          <strong>{t.summary}:</strong> <span dir="auto">{handoff.summary}</span>
        </p>
      )}
    </section>
  );
}
