import { useEffect, useRef, useState } from 'preact/hooks';
import { aborted, call, sentence } from '../../staff/call';
import type { Content } from '../../staff/http';
import { compared } from '../../staff/percent';
import { reasonWords } from '../../staff/reasons';
import { ruleWords } from '../../staff/rules';
import type { Reply, Turn } from './talk';
import { earlierOf, piecesOf, sourcesOf } from './talk';
import { y } from './trywords';

interface Props {
  /** id, "" for a new one */
  article: string;
  /** what is written now, saved or not */
  content: Content;
}

/** A small chat with the bot with the draft in place, as a customer sees it, and why the bot said what it said. */
export function TryIt({ article, content }: Props) {
  const chat = useChat(article, content);
  const log = useRef<HTMLDivElement>(null);
  useEffect(() => log.current?.scrollTo({ top: log.current.scrollHeight }), [chat.turns, chat.busy]);
  const last = chat.turns.length - 1;
  return (
    <section class="try-it" aria-label={y.title} data-test="try" data-state={chat.busy ? 'asking' : chat.fault ? 'failed' : 'ready'}>
      <p class="hint">{y.intro}</p>
      <div class="try-log" ref={log} role="log" aria-label={y.log} tabIndex={0}>
        {last < 0 && <p class="hint">{y.empty}</p>}
        <ol>
          {chat.turns.map((turn, i) => (
            <li key={i}>
              <p class="said mine" dir="auto">
                <span class="gone">{y.customer}: </span>
                {turn.question}
              </p>
              {turn.reply && <Said reply={turn.reply} choose={i === last && !chat.busy ? chat.say : undefined} />}
            </li>
          ))}
        </ol>
        {chat.busy && <p class="hint">{y.asking}</p>}
      </div>
      <p role="alert" class="fault" data-test="try-fault">
        {chat.fault}
      </p>
      <Write chat={chat} />
    </section>
  );
}

interface Chat {
  turns: Turn[];
  busy: boolean;
  fault: string;
  /** reports whether it is being asked */
  say: (text: string, choice?: string) => boolean;
  again: () => void;
}

function useChat(article: string, content: Content): Chat {
  const [turns, setTurns] = useState<Turn[]>([]);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState('');
  const running = useRef<AbortController | null>(null);
  useEffect(() => () => running.current?.abort(), []);

  const say = (text: string, choice = ''): boolean => {
    const question = text.trim();
    if (!question || running.current) return false;
    const stop = new AbortController();
    running.current = stop;
    setBusy(true);
    setFault('');
    const before = turns.filter((turn) => turn.reply);
    setTurns([...before, { question, choice, reply: null }]);
    const request = { id: article, content, text: question, ...(choice ? { choice } : {}), earlier: earlierOf(before) };
    call<Reply>('POST', '/api/editor/try', request, stop.signal)
      .then((reply) => setTurns([...before, { question, choice, reply }]))
      .catch((refused) => {
        if (!aborted(refused)) setFault(sentence(refused));
      })
      .finally(() => {
        if (running.current !== stop) return;
        running.current = null;
        setBusy(false);
      });
    return true;
  };
  const again = () => {
    running.current?.abort();
    running.current = null;
    setTurns([]);
    setBusy(false);
    setFault('');
  };
  return { turns, busy, fault, say, again };
}

function Write({ chat }: { chat: Chat }) {
  const [text, setText] = useState('');
  const field = useRef<HTMLInputElement>(null);
  const send = () => {
    if (chat.say(text)) setText('');
  };
  return (
    <form
      class="try-write"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <input
        ref={field}
        type="text"
        dir="auto"
        autocomplete="off"
        maxLength={4000}
        aria-label={y.field}
        placeholder={y.field}
        value={text}
        onInput={(event) => setText(event.currentTarget.value)}
        data-test="try-text"
      />
      <button type="submit" class="main" aria-disabled={chat.busy || !text.trim() ? 'true' : undefined} data-test="try-send">
        {y.send}
      </button>
      {chat.turns.length > 0 && (
        <button
          type="button"
          onClick={() => {
            chat.again();
            field.current?.focus();
          }}
          data-test="try-again"
        >
          {y.again}
        </button>
      )}
    </form>
  );
}

/** What the bot said. The choices of the last reply can be taken. */
function Said({ reply, choose }: { reply: Reply; choose: ((title: string, article: string) => boolean) | undefined }) {
  const citations = reply.citations ?? [];
  const sources = sourcesOf(citations);
  return (
    <div class="reply" data-test="reply" data-kind={reply.kind}>
      {reply.text && (
        <p class="said" dir="auto">
          <span class="gone">{y.bot}: </span>
          {piecesOf(reply.text, citations).map((piece, i) => (
            <span key={i}>
              {piece.text}
              {piece.n > 0 && <sup>{piece.n}</sup>}
            </span>
          ))}
        </p>
      )}
      {sources.length > 0 && (
        <ul class="chips" aria-label={y.sources}>
          {sources.map(({ n, title }) => (
            <li key={n} class="chip" data-test="source">
              {n} <bdi>{title}</bdi>
            </li>
          ))}
        </ul>
      )}
      {(reply.choices?.length ?? 0) > 0 && (
        <div class="choices" role="group" aria-label={y.choices}>
          {(reply.choices ?? []).map(({ article, title }) => (
            <button type="button" key={article} aria-disabled={choose ? undefined : 'true'} onClick={() => choose?.(title, article)} data-test="choice">
              <bdi>{title}</bdi>
            </button>
          ))}
        </div>
      )}
      {reply.kind === 'handoff' && (
        <p class="notice" data-test="handed-over">
          <span aria-hidden="true">→ </span>
          {y.handedOver}
        </p>
      )}
      {reply.offer && reply.kind !== 'handoff' && <p class="hint">{y.offered}</p>}
      <Why reply={reply} />
    </div>
  );
}

function Why({ reply: { confidence, threshold, rule, reason } }: { reply: Reply }) {
  const { sure, from } = compared(confidence, threshold);
  const facts = [ruleWords(rule) || (rule && y.rule(rule)), confidence > 0 ? y.sure(sure, threshold > 1 ? '' : from) : '', reasonWords(reason)];
  return (
    <details class="why-said" data-test="why">
      <summary>{y.why}</summary>
      {facts.filter(Boolean).map((fact, i) => (
        <p key={i} class="hint">
          {fact}
        </p>
      ))}
    </details>
  );
}
