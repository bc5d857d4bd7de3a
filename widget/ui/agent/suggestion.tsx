import { inPercent } from '../staff/percent';
import type { DraftedReply } from './api';
import type { Reference } from './article';
import { referenceOf } from './article';
import { m } from './assistwords';
import type { Console } from './console';
import { Drafted } from './drafted';
import { FixButton } from './fix';
import { t } from './labels';
import { t as strings } from './strings';
import type { Thread } from './thread';
import { answered } from './thread';

interface Props {
  desk: Console;
  read: (reference: Reference) => void;
}

/** What the bot would answer to the customer's last message, to be inserted and changed; never sent by itself. */
export function Suggested({ desk, read }: Props) {
  const { suggestion } = desk.shelf;
  const thread = desk.thread();
  // Once somebody has answered, it is no more than what could have been said.
  if (!suggestion?.text || answered(thread?.events ?? [])) return null;
  return (
    <details class="suggested" data-test="suggestion">
      <summary>
        {t.suggestion} <span class="hint">{strings.sure(inPercent(suggestion.confidence))}</span>
      </summary>
      <div class="suggested-body">
        <p class="hint" dir="auto">
          {t.suggestionFor(suggestion.question)}
        </p>
        <p class="said" dir="auto" data-test="suggestion-text">
          {suggestion.text}
        </p>
        <Cites of={suggestion} read={read} test="suggestion-citation" />
        <p class="actions">
          <button type="button" onClick={() => desk.insert(suggestion.text)} data-test="suggestion-insert">
            {t.insert}
          </button>
          <span class="hint">{t.insertHint}</span>
        </p>
        {thread && desk.assist && <Worded desk={desk} thread={thread} read={read} />}
      </div>
    </details>
  );
}

function Cites({ of, read, test }: { of: Pick<DraftedReply, 'citations'>; read: Props['read']; test: string }) {
  const citations = of.citations ?? [];
  // A drafted sentence after the other may rest on the same article.
  const shown = citations.filter(({ n }, i) => citations.findIndex((other) => other.n === n) === i);
  return (
    <p class="cites">
      {shown.map((citation) => (
        <span key={citation.n} class="source">
          <button type="button" class="chip" onClick={() => read(referenceOf(citation, citations))} data-test={test}>
            [{citation.n}] {citation.title}
          </button>
          <FixButton about={citation} />
        </span>
      ))}
    </p>
  );
}

/** The same as a model words it, on request. */
function Worded({ desk, thread, read }: Props & { thread: Thread }) {
  const { assist } = desk;
  const standing = assist?.reply(thread);
  const here = standing?.is === 'here' ? standing.value : null;
  const asking = standing?.is === 'asking';
  const press = () => {
    if (standing && standing.is !== 'failed') assist?.dropReply(thread);
    if (!asking) assist?.askReply(thread);
  };
  return (
    <div class="worded" aria-busy={asking} data-test="worded">
      {here?.drafted && (
        <>
          <p class="said drafted-text" dir="auto" data-test="worded-text">
            {here.text}
          </p>
          <Cites of={here} read={read} test="worded-citation" />
        </>
      )}
      <p class="actions">
        {here?.drafted && (
          <button type="button" onClick={() => desk.insert(here.text)} data-test="worded-insert">
            {t.insert}
          </button>
        )}
        {here?.drafted && <Drafted />}
        <button type="button" class={here ? 'quiet' : ''} onClick={press} data-test="word-reply">
          {asking ? m.stop : here ? m.wordAgain : m.wordReply}
        </button>
        <span role="status" class={standing?.is === 'failed' ? 'fault' : 'hint'}>
          {asking && m.asking}
          {standing?.is === 'failed' && standing.why}
          {here && (here.drafted ? m.readFirst : m.noBetter)}
        </span>
      </p>
    </div>
  );
}
