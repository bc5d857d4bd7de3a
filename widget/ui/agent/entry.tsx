import { timeOfDay } from '../shared/format';
import type { Event } from '../shared/wire';
import { reading } from '../staff/clock';
import type { Reference } from './article';
import type { CauseLine } from './causes';
import { causeLabel } from './causes';
import { referenceOf, sourcesOf } from './article';
import { FixButton } from './fix';
import { happened } from './happened';
import type { Translating } from './translated';
import { Translated, WrittenAs } from './translated';
import { t } from './strings';
import { Why } from './trace';

interface Props {
  event: Event;
  /** the customer's name */
  customer: string;
  /** "Seen 12:01" below the newest message that the customer has read */
  seen: string;
  causes: readonly CauseLine[];
  read: (reference: Reference) => void;
  /** the translations of the conversation, none without a language model */
  translating?: Translating | undefined;
}

/** The id of an event's line, by which it is found from elsewhere on the page. */
export function lineID(seq: number): string {
  return `event-${seq}`;
}

/** One event of the log: a message, a note, or a line about what happened. */
export function Entry(props: Props) {
  const { event, causes, read } = props;
  if (event.kind === 'message') return <Message {...props} />;
  if (event.kind === 'note') return <Note event={event} />;
  const line = happened(event, { cause: (path) => causeLabel(causes, path), now: Date.now() });
  if (!line) return null;
  return (
    <li class="event" id={lineID(event.seq)} tabIndex={-1} data-test={`event-${event.kind}`}>
      <span dir="auto">{line}</span>
      {/* Blanks that do not break: the time never stands alone on a line. */}
      {'\u00a0·\u00a0'}
      <Time at={event.at} />
      {event.kind === 'rating' && event.text && (
        <span class="comment" dir="auto">
          “{event.text}”
        </span>
      )}
      {event.trace && <Why event={event} read={read} />}
    </li>
  );
}

function Message({ event, customer, seen, read, translating }: Props) {
  const from = event.from ?? 'system';
  const name = from === 'customer' ? customer : event.name;
  return (
    <li class={`message ${from}`} id={lineID(event.seq)} tabIndex={-1} data-test={`message-${from}`}>
      <p class="by">
        <span dir="auto">{t.from(event.from, name)}</span> <Time at={event.at} />
      </p>
      <div class="bubble" dir="auto">
        {event.text}
      </div>
      {translating?.offers(event) && <Translated event={event} name={t.from(event.from, name)} translating={translating} />}
      {event.original && <WrittenAs words={event.original} />}
      {event.citations && event.citations.length > 0 && (
        <ul class="cites" aria-label={t.sources}>
          {sourcesOf(event.citations).map((citation) => (
            <li key={citation.n}>
              <button type="button" class="chip" onClick={() => read(referenceOf(citation, event.citations))} data-test="citation">
                [{citation.n}] {citation.title}
              </button>
              <FixButton about={citation} />
            </li>
          ))}
        </ul>
      )}
      {event.choices && event.choices.length > 0 && (
        <p class="hint">
          {t.choices}: {event.choices.map((choice) => choice.title).join(' · ')}
        </p>
      )}
      {event.offer && <p class="hint">{t.offered}</p>}
      {seen && (
        <p class="hint" data-test="seen">
          {seen}
        </p>
      )}
      {(event.trace || event.decision) && <Why event={event} read={read} />}
    </li>
  );
}

function Note({ event }: { event: Event }) {
  return (
    <li class="message note" id={lineID(event.seq)} tabIndex={-1} data-test="message-note">
      <p class="by">
        <span class="chip">{t.note}</span> <span dir="auto">{event.name}</span> <Time at={event.at} />
        {event.mentions && event.mentions.length > 0 && (
          <span class="hint" dir="auto">
            {event.mentions.map((name) => `@${name}`).join(' ')}
          </span>
        )}
      </p>
      <div class="bubble" dir="auto">
        {event.text}
      </div>
    </li>
  );
}

function Time({ at }: { at: number }) {
  return (
    <time dateTime={new Date(at).toISOString()} title={new Date(at).toLocaleString()}>
      {timeOfDay(at, reading)}
    </time>
  );
}
