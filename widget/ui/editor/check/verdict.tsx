import type { Verdict as Said } from './checkjson';
import { decisionWords, sureWords, v } from './words';

interface Props {
  verdict: Said;
  /** id of the article that is looked at, "" if none is */
  here?: string;
}

/** What the bot does with a question: in words with a sign, how sure it is, and what the customer reads. */
export function Verdict({ verdict, here = '' }: Props) {
  const { decision, article, place, score, text, passage } = verdict;
  const found = article ? [v.place(place), v.score(score)] : [];
  return (
    <div class="verdict-of" data-decision={decision}>
      <p class="decides">
        <span class={`sign ${decision}`} aria-hidden="true">
          {v.sign(decision)}
        </span>
        <span dir="auto">{decisionWords(verdict, here)}</span>
      </p>
      <p class="hint">
        <bdi>{[sureWords(verdict), ...found].join(' · ')}</bdi>
      </p>
      {(text || passage) && (
        <details>
          <summary>{v.more}</summary>
          {text && (
            <p class="says" dir="auto">
              {text}
            </p>
          )}
          {passage && passage !== text && (
            <>
              <p class="hint">{v.passage}</p>
              <p class="says" dir="auto">
                {passage}
              </p>
            </>
          )}
        </details>
      )}
    </div>
  );
}

/** A sign and the same in words. */
export function Mark({ of, test }: { of: { words: string; sign: string; look: string }; test?: string }) {
  return (
    <span class={`chip ${of.look}`} data-test={test}>
      <span aria-hidden="true">{of.sign} </span>
      {of.words}
    </span>
  );
}
