// The log of a conversation: a list of messages and lines, grouped by day.
import { createRef } from 'preact';
import type { ComponentChildren } from 'preact';
import { dayOf, sameDay, timeOfDay } from '../../shared/format';
import type { Draft, Event } from '../../shared/wire';
import { leaveButton, speaker } from './desk';
import type { Desk, Props } from './desk';
import { Icon } from './icon';
import { Message } from './message';
import type { Growing } from './message';
import { Pending } from './pending';
import { view } from './view';

const nearMillis = 5 * 60_000; // messages of one speaker within this time share a label
const nearBottom = 80; // px

/** The scrolling log; children stand after the last entry. */
export const Log = view<Props & { children?: ComponentChildren }>((redraw, { desk: { session } }) => {
  session.atEnd = true; // the newest entry is in sight and is to stay so
  const box = createRef<HTMLDivElement>();
  let below = false; // something new is out of sight
  let length = 0;
  let own = 0;
  let placed = 0; // where toEnd has scrolled to, px

  /** Shows the newest entry: the end of the log, but no more than the beginning of a long entry. */
  const toEnd = () => {
    const log = box.current;
    if (!log) return; // it is observed until it is gone
    log.scrollTo(0, (log.firstChild?.lastChild as HTMLElement).offsetTop - 16);
    placed = log.scrollTop;
  };
  const follow = () => {
    if (session.atEnd) toEnd();
  };
  const onScroll = () => {
    const { scrollHeight, scrollTop, clientHeight } = box.current as HTMLElement;
    session.atEnd = scrollTop === placed || scrollHeight - scrollTop - clientHeight < nearBottom;
    if (session.atEnd && below) {
      below = false;
      session.look();
      redraw();
    }
  };

  return {
    // The log loses room to a growing composer, to the queue's notice, to a telephone's keyboard.
    shown: () => new ResizeObserver(follow).observe(box.current as HTMLElement),
    drawn: follow,
    draw({ desk, children }) {
      const { t } = desk;
      const { events = [], id, state, draft } = session.conversation ?? {};
      const pending = session.outbox.list(id);
      if (pending.length > own) session.atEnd = true;
      if (events.length > length && !session.atEnd) below = true;
      length = events.length;
      own = pending.length;
      const typing = state?.typing;
      return (
        <div class="chat">
          <div class="log" role="log" aria-live="off" aria-label={t.conversation} tabIndex={0} ref={box} onScroll={onScroll}>
            <ol>
              {!length && <Hello desk={desk} />}
              {entries(draft ? [...events, growing(draft)] : events, desk)}
              {pending.map((item) => (
                <Pending key={item.id} desk={desk} item={item} />
              ))}
              {typing && typing !== 'customer' && !children && !session.brokenSince && (
                <li class="muted typing">{t.writing(speaker({ from: typing, name: state.agent }, t))}</li>
              )}
            </ol>
            {children}
          </div>
          {below && (
            <button
              class="below"
              onClick={() => {
                toEnd();
                leaveButton();
              }}
            >
              <Icon name="down" />
              {t.below}
            </button>
          )}
        </div>
      );
    },
  };
});

function entries(events: Event[], desk: Desk): ComponentChildren[] {
  const shown: ComponentChildren[] = [];
  const { locale } = desk;
  const lastAnswer = events.findLast(({ decision }) => decision === 'answer');
  const lastMessage = events.findLast(({ kind }) => kind === 'message');
  let before: Event | undefined;
  for (const event of events) {
    const { seq, kind, at, line } = event;
    if (kind !== 'message' && !line) continue;
    if (!before || !sameDay(before.at, at)) {
      shown.push(
        <li key={-seq} class="line">
          {dayOf(at, locale, Date.now())}
        </li>,
      );
    }
    shown.push(
      line ? (
        <li key={seq} class="line" dir="auto">
          {line} · {timeOfDay(at, locale)}
        </li>
      ) : (
        <Message
          key={seq}
          desk={desk}
          event={event}
          grouped={follows(before, event)}
          judged={event === lastAnswer}
          last={event === lastMessage}
        />
      ),
    );
    before = event;
  }
  return shown;
}

/** What the bot is about to say, as the entry that it is going to be: the same element goes on to show that. */
function growing(draft: Draft): Growing {
  return { ...draft, seq: draft.after + 1, kind: 'message', from: 'bot', at: Date.now(), drafted: true, growing: true };
}

function follows(before: Event | undefined, { from, name, at }: Event): boolean {
  return before?.kind === 'message' && before.from === from && before.name === name && at - before.at < nearMillis;
}

/** What the assistant says before anything was said; not part of the log. */
function Hello({ desk: { t } }: Props) {
  return (
    <li class="message">
      <p class="muted">
        <b>{t.assistant}</b> · {t.automatic}
      </p>
      <div class="bubble">{t.hello}</div>
    </li>
  );
}
