import { inPercent } from '../staff/percent';
import type { Reference } from './article';
import { referenceOf } from './article';
import type { Console } from './console';
import { FixButton } from './fix';
import { t } from './labels';
import { t as strings } from './strings';
import { answered } from './thread';

interface Props {
  desk: Console;
  read: (reference: Reference) => void;
}

/** What the bot would answer to the customer's last message, to be inserted and changed; never sent by itself. */
export function Suggested({ desk, read }: Props) {
  const { suggestion } = desk.shelf;
  // Once somebody has answered, it is no more than what could have been said.
  if (!suggestion?.text || answered(desk.thread()?.events ?? [])) return null;
  const citations = suggestion.citations ?? [];
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
        <p class="cites">
          {citations.map((citation) => (
            <span key={citation.n} class="source">
              <button type="button" class="chip" onClick={() => read(referenceOf(citation, citations))} data-test="suggestion-citation">
                [{citation.n}] {citation.title}
              </button>
              <FixButton about={citation} />
            </span>
          ))}
        </p>
        <p class="actions">
          <button type="button" onClick={() => desk.insert(suggestion.text)} data-test="suggestion-insert">
            {t.insert}
          </button>
          <span class="hint">{t.insertHint}</span>
        </p>
      </div>
    </details>
  );
}
