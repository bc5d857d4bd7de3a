// One message of the log with everything that belongs under it.
import { createRef } from 'preact';
import type { ComponentChildren } from 'preact';
import { indexOfByte, timeOfDay } from '../../shared/format';
import type { Citation, Event } from '../../shared/wire';
import { attempts, leaveButton, speaker } from './desk';
import type { Props } from './desk';
import { Links } from './links';
import { view } from './view';
import { YesNo } from './yesno';

/** A message; one that grows is not part of the log yet. */
export type Growing = Event & { growing?: boolean };

interface MessageProps extends Props {
  event: Growing;
  /** the message before has the same speaker, so that the label is only read out */
  grouped: boolean;
  /** "did this help?" is asked here */
  judged: boolean;
  /** nothing was said after it */
  last: boolean;
}

/** One message. */
export function Message({ desk, event, grouped, judged, last }: MessageProps) {
  const { t, locale, session } = desk;
  const { seq, from, at, text = '', citations = [], choices, related, decision, drafted, growing } = event;
  const mine = from === 'customer';
  return (
    <li class={mine ? 'message mine' : 'message ' + from}>
      <p class={grouped ? 'hidden' : 'muted'}>
        <b>{speaker(event, t)}</b>
        {!mine && ` · ${from === 'agent' ? t.fromTeam : t.automatic}`} · {timeOfDay(at, locale)}
      </p>
      <div class="bubble" dir="auto">
        {marked(text, citations)}
      </div>
      {drafted && citations[0] && <p class="muted">{t.drafted}</p>}
      <Sources desk={desk} citations={citations} />
      {growing && <Stop desk={desk} />}
      {last && (
        <div class="choices">
          {choices?.map(({ article, title }) => (
            <button
              key={article}
              dir="auto"
              onClick={() => {
                session.say(title, article);
                leaveButton();
              }}
            >
              {title}
            </button>
          ))}
        </div>
      )}
      <Links desk={desk} title={t.related} articles={related} />
      {decision === 'answer' && <Help desk={desk} event={event} judged={judged} />}
      {mine && last && <p class="muted">{seq <= (session.conversation?.state?.read ?? 0) ? t.read : t.sent}</p>}
    </li>
  );
}

/** Ends the wording of a message. The button goes when that has come to its end by itself, too. */
const Stop = view<Props>(() => {
  const button = createRef<HTMLButtonElement>();
  return {
    gone() {
      if (document.activeElement === button.current) leaveButton();
    },
    draw: ({ desk: { session, t } }) => (
      <button ref={button} class="typing" onClick={() => session.stop()}>
        {t.stop}
      </button>
    ),
  };
});

/** The text with a number after each cited part, and with addresses as links. */
function marked(text: string, citations: Citation[]): ComponentChildren[] {
  let from = 0;
  const parts = [...citations]
    .sort((a, b) => a.at - b.at)
    .flatMap(({ n, at, len, start, end }) => {
      const to = Math.max(from, indexOfByte(text, at + (len || end - start)));
      const part = linked(text.slice(from, to));
      from = to;
      return [...part, <sup>{n}</sup>];
    });
  return [...parts, ...linked(text.slice(from))];
}

function linked(text: string): ComponentChildren[] {
  return text.split(/(https?:\/\/[^\s<>"]*[^\s<>".,;:!?)\]}'])/).map((part, i) =>
    i % 2 ? (
      <a href={part} target="_blank" rel="noopener noreferrer">
        {part}
      </a>
    ) : (
      part
    ),
  );
}

/** The cited articles by number; each opens with the cited blocks highlighted. */
function Sources({ desk: { t, go }, citations }: Props & { citations: Citation[] }) {
  const first = citations.filter(({ n }, i) => citations.findIndex((other) => other.n === n) === i);
  return (
    <div class="choices sources">
      {first.map(({ n, article, revision, title }) => {
        const cited = citations.filter((one) => one.article === article && one.revision === revision);
        return (
          <button
            key={n}
            onClick={() => go({ name: 'article', id: article, revision, cited })}
          >
            <span class="hidden">{t.source} </span>
            <b>{n} </b>
            <span dir="auto">{title}</span>
          </button>
        );
      })}
    </div>
  );
}

const Help = view<Props & { event: Event; judged: boolean }>((redraw) => {
  const asked = attempts(redraw);
  let said: boolean | undefined;
  return {
    draw({ desk: { session, t }, event: { seq }, judged }) {
      const opinion = session.conversation?.opinion(seq) ?? said;
      const say = async (helpful: boolean) => {
        said = helpful;
        if (!(await asked.run(session.ask({ type: 'feedback', seq, helpful }), t))) said = undefined;
        redraw();
      };
      return (
        <>
          <p role="status" class="muted">
            {opinion !== undefined && (opinion ? t.helped : t.helpedNot)}
          </p>
          {judged && opinion === undefined && <YesNo t={t} question={t.didHelp} say={say} />}
          <p role="alert" class="error">
            {asked.fault}
          </p>
        </>
      );
    },
  };
});
