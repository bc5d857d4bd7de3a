import type { State } from '../shared/wire';
import { span, useTicking } from '../staff/clock';
import { Actions } from './actions';
import type { Reference } from './article';
import { causeLabel } from './causes';
import type { Open } from './commands';
import { Composer } from './composer';
import type { Console } from './console';
import { Why } from './handoff';
import { t as labels } from './labels';
import { StandardChip } from './line';
import { Log } from './log';
import { t } from './strings';
import { Suggested } from './suggestion';
import type { Thread } from './thread';
import { causeOf } from './thread';

interface Props {
  desk: Console;
  read: (reference: Reference) => void;
  open: Open;
  side: boolean;
  setSide: (open: boolean) => void;
}

/** The middle column: the open conversation. */
export function ThreadPane(props: Props) {
  const { desk, open } = props;
  const thread = desk.thread();
  if (!thread) return <Nothing desk={desk} />;
  const { state } = thread;
  return (
    <section class="thread" aria-label={t.thread}>
      <Head {...props} thread={thread} />
      {thread.missing ? (
        <p class="empty" role="alert">
          {t.gone}
        </p>
      ) : (
        <>
          <Why key={`why ${thread.id}`} desk={desk} thread={thread} />
          {state?.merged && <Merged desk={desk} into={state.merged} />}
          <Log key={thread.id} desk={desk} thread={thread} read={props.read} />
          {state?.mine && state.status === 'open' && <Suggested key={`suggest ${thread.id}`} desk={desk} thread={thread} read={props.read} />}
          {state && (
            <Composer
              key={`write ${thread.id}`}
              desk={desk}
              state={state}
              conversation={thread.id}
              canned={() => open({ name: 'canned' })}
              promise={() => open({ name: 'promise' })}
            />
          )}
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
        <button type="button" class="main" onClick={() => void desk.acts.run({ type: 'accept' }, next.id)} data-test="accept-next">
          {t.acceptNext}
        </button>
      )}
    </section>
  );
}

function Head({ desk, thread, open, side, setSide }: Props & { thread: Thread }) {
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
        {state && <Standing state={state} cause={causeLabel(desk.shelf.causes, causeOf(thread.events))} />}
        {state && <Marks desk={desk} state={state} />}
      </div>
      {state && <Actions desk={desk} thread={thread} state={state} open={open} />}
      <button type="button" class="quiet side-switch" aria-expanded={side} onClick={() => setSide(!side)} data-test="details">
        {t.details}
      </button>
    </header>
  );
}

/** Where the conversation stands, in one line. */
function Standing({ state, cause }: { state: State; cause: string }) {
  const { since } = state;
  const waits = useTicking((now) => (state.owner === 'queue' && since !== undefined ? t.waitingSince(span(now - since)) : ''), [state.owner, since]);
  const words = state.status === 'resolved' ? [t.resolved, cause] : [t.owner(state.owner, state.agent, state.mine === true), waits];
  return (
    <p class={`standing ${state.status} ${state.owner} ${state.mine ? 'mine' : ''}`} data-test="standing">
      {words.filter(Boolean).join(' · ')}
    </p>
  );
}

/** What else holds now: standard, priority, snoozed, who is here. */
function Marks({ desk, state }: { desk: Console; state: State }) {
  const team = desk.shelf.team(state.team)?.title;
  return (
    <p class="marks">
      {state.priority && state.priority !== 'normal' && <span class={`chip ${state.priority}`}>{labels.priorityChip(state.priority)}</span>}
      {state.status === 'open' && <StandardChip due={state.due} warn={state.warn} standard={state.standard} />}
      {state.snoozed ? <span class="chip">{`${labels.view.snoozed} ${labels.snoozedUntil(state.snoozed, Date.now())}`}</span> : null}
      {state.promises ? <span class="chip">{labels.promisesOpen(state.promises)}</span> : null}
      {state.follow_up ? <span class="chip over">{labels.ratedLow}</span> : null}
      {state.blocked && <span class="chip withdrawn">{labels.blockedBadge}</span>}
      {team && <span class="chip">{team}</span>}
      <span role="status" class="looking" data-test="looking">
        {state.looking && labels.looking(state.looking)}
      </span>
    </p>
  );
}

function Merged({ desk, into }: { desk: Console; into: string }) {
  return (
    <p class="notice" data-test="merged">
      {labels.mergedInto}{' '}
      <button type="button" class="link" onClick={() => desk.select(into)}>
        {labels.goThere}
      </button>
    </p>
  );
}
