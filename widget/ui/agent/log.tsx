import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { dateOf, sameDay, timeOfDay } from '../shared/format';
import type { Event } from '../shared/wire';
import { reading } from '../staff/clock';
import type { Reference } from './article';
import type { CauseLine } from './causes';
import type { Console } from './console';
import { Entry } from './entry';
import { t as labels } from './labels';
import { Outbound } from './outbound';
import { t } from './strings';
import type { Thread } from './thread';
import { headOf, lastRead, types as isWriting } from './thread';
import type { Translating } from './translated';
import { useTranslating } from './translated';

const near = 80; // px from the end that still count as being there

interface Props {
  desk: Console;
  thread: Thread;
  read: (reference: Reference) => void;
}

/** Everything that happened in the conversation. It follows the end while the reader is there. */
export function Log({ desk, thread, read }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const [below, setBelow] = useState(false);
  const going = desk.outbox.of(thread.id);
  const types = isWriting(thread, Date.now());
  const customer = desk.nameOf(thread.id);
  const seen = lastRead(thread);
  const { readAt, state } = thread;
  const { causes } = desk.shelf;
  const preview = state?.preview ?? '';
  const translating = useTranslating(desk, thread);
  // Drawn anew only when the log grows: the desk changes far more often than the conversation.
  const entries = useMemo(
    () =>
      thread.events.map((event, i) => (
        <Dated
          key={event.seq}
          event={event}
          before={thread.events[i - 1]}
          customer={customer}
          seen={event.seq === seen ? labels.seen(readAt ? timeOfDay(readAt, reading) : '') : ''}
          causes={causes}
          read={read}
          translating={translating}
        />
      )),
    [thread.events, customer, seen, readAt, causes, read, translating],
  );

  const toEnd = () => {
    const log = box.current;
    if (log) log.scrollTop = log.scrollHeight;
    setBelow(false);
  };
  useLayoutEffect(() => {
    if (atEnd.current) toEnd();
    else setBelow(true);
  }, [headOf(thread)]);
  useLayoutEffect(() => {
    if (going.length > 0) toEnd();
  }, [going.length]);
  useEffect(() => {
    if (atEnd.current) toEnd();
  }, [types, preview]);
  // The log loses room to the keyboard of a telephone and to a composer that is drawn larger.
  useEffect(() => {
    const resized = new ResizeObserver(() => {
      if (atEnd.current) toEnd();
    });
    if (box.current) resized.observe(box.current);
    return () => resized.disconnect();
  }, []);

  const scrolled = () => {
    const log = box.current;
    if (!log) return;
    atEnd.current = log.scrollHeight - log.scrollTop - log.clientHeight < near;
    if (atEnd.current) setBelow(false);
  };

  return (
    <div class="log-frame">
      <div class="log" role="log" aria-live="off" aria-label={t.messages} tabIndex={0} ref={box} onScroll={scrolled} data-test="log">
        {thread.events.length === 0 && !thread.state && <p class="empty">{t.loading}</p>}
        <ol>
          {entries}
          {going.map((item) => (
            <Outbound key={item.id} item={item} desk={desk} />
          ))}
        </ol>
        <p class="typing" role="status">
          {types && t.typing}
        </p>
        {preview && (
          <p class="typing preview-text" dir="auto" data-test="preview">
            {preview}
          </p>
        )}
      </div>
      {below && (
        <button type="button" class="to-end" onClick={toEnd}>
          {t.newMessages} <span aria-hidden="true">↓</span>
        </button>
      )}
    </div>
  );
}

interface DatedProps {
  event: Event;
  before: Event | undefined;
  customer: string;
  seen: string;
  causes: readonly CauseLine[];
  read: (reference: Reference) => void;
  translating: Translating | undefined;
}

/** An entry, after a line with the day if a new one began. */
function Dated({ event, before, ...rest }: DatedProps) {
  if (event.kind === 'hidden') return null;
  const newDay = !before || !sameDay(before.at, event.at);
  return (
    <>
      {newDay && <li class="day">{dateOf(event.at, reading, Date.now())}</li>}
      <Entry event={event} {...rest} />
    </>
  );
}
