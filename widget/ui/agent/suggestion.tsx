import { useState } from 'preact/hooks';
import { inPercent } from '../staff/percent';
import type { DraftedReply, Suggestion } from './api';
import type { Reference } from './article';
import { referenceOf, sourcesOf } from './article';
import type { Standing } from './asks';
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
  thread: Thread;
  read: (reference: Reference) => void;
}

/**
 * What the bot would answer to the customer's last message, to be inserted and changed; never sent by itself. With a
 * language model it can be worded, which then stands in its place; the articles' own words stay one click away.
 */
export function Suggested({ desk, thread, read }: Props) {
  const [plain, setPlain] = useState(false);
  const { suggestion } = desk.shelf;
  // Once somebody has answered, it is no more than what could have been said.
  if (!suggestion?.text || answered(thread.events)) return null;
  const standing = desk.assist?.reply(thread);
  const draft = standing?.is === 'here' && standing.value.drafted ? standing.value : null;
  return (
    <details class="suggested" data-test="suggestion">
      <summary>
        {t.suggestion} <span class="hint">{strings.sure(inPercent(suggestion.confidence))}</span>
      </summary>
      <div class="suggested-body">
        <p class="hint" dir="auto">
          {t.suggestionFor(suggestion.question)}
        </p>
        {draft && !plain ? (
          <One said={draft} insert={desk} read={read} test="worded" drafted />
        ) : (
          <One said={suggestion} insert={desk} read={read} test="suggestion" />
        )}
        {desk.assist && (
          <Word
            standing={standing}
            press={() => {
              setPlain(false);
              if (standing && standing.is !== 'failed') desk.assist?.dropReply(thread);
              if (standing?.is !== 'asking') desk.assist?.askReply(thread);
            }}
            plain={draft ? plain : undefined}
            setPlain={setPlain}
          />
        )}
      </div>
    </details>
  );
}

interface OneProps {
  said: Pick<Suggestion | DraftedReply, 'text' | 'citations'>;
  insert: Pick<Console, 'insert'>;
  read: Props['read'];
  test: string;
  drafted?: boolean;
}

/** A text with what it rests on, to be inserted. */
function One({ said, insert, read, test, drafted = false }: OneProps) {
  const citations = said.citations ?? [];
  return (
    <>
      <p class={drafted ? 'said drafted-text' : 'said'} dir="auto" data-test={`${test}-text`}>
        {said.text}
      </p>
      <p class="cites">
        {sourcesOf(citations).map((citation) => (
          <span key={citation.n} class="source">
            <button type="button" class="chip" onClick={() => read(referenceOf(citation, citations))} data-test={`${test}-citation`}>
              [{citation.n}] {citation.title}
            </button>
            <FixButton about={citation} />
          </span>
        ))}
      </p>
      <p class="actions">
        <button type="button" onClick={() => insert.insert(said.text)} data-test={`${test}-insert`}>
          {t.insert}
        </button>
        {drafted && <Drafted />}
        <span class="hint">{t.insertHint}</span>
      </p>
    </>
  );
}

interface WordProps {
  standing: Standing<DraftedReply> | undefined;
  press: () => void;
  /** the articles' own words are shown although there is a draft; undefined if there is none */
  plain: boolean | undefined;
  setPlain: (plain: boolean) => void;
}

/** Has the model word it. */
function Word({ standing, press, plain, setPlain }: WordProps) {
  const asking = standing?.is === 'asking';
  const here = standing?.is === 'here' ? standing.value : null;
  return (
    <p class="actions" aria-busy={asking} data-test="worded">
      <button type="button" onClick={press} data-test="word-reply">
        {asking ? m.stop : here ? m.wordAgain : m.wordReply}
      </button>
      {plain !== undefined && (
        <button type="button" class="quiet" aria-pressed={plain} onClick={() => setPlain(!plain)} data-test="worded-plain">
          {m.ownWords}
        </button>
      )}
      <span role="status" class={standing?.is === 'failed' ? 'fault' : 'hint'}>
        {asking && m.asking}
        {standing?.is === 'failed' && standing.why}
        {here && (here.drafted ? m.readFirst : m.noBetter)}
      </span>
    </p>
  );
}
