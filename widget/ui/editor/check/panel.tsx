import { useEffect, useId, useRef, useState } from 'preact/hooks';
import type { Content } from '../../staff/http';
import { call } from '../../staff/call';
import { inTab } from '../../staff/remembered';
import { AddToExam } from './addtoexam';
import type { Asked } from './asked';
import { useAsked } from './asked';
import type { Checked, GapOf, Pair } from './checkjson';
import { Pairs } from './pairs';
import { p } from './panelwords';
import { Picker } from './picker';
import { countAnswered, linesOf, unsavedID } from './words';

const pause = 1000; // ms after the last change before the questions are asked again

// One for the page: where the browser blocks storage, the questions outlive the panel at least.
const kept = inTab('frontdesk.check.');

interface Props {
  /** id, "" for a new one */
  article: string;
  /** what is written now, saved or not */
  content: Content;
  /** it differs from what customers read now (or nothing is published) */
  changed: boolean;
}

/**
 * "Which questions does this answer?" The questions are remembered for the article as long as the tab is open. After
 * the first click they are asked again by themselves whenever the text has changed, as long as the panel is rendered.
 */
export function CheckPanel({ article, content, changed }: Props) {
  const [text, setText] = useState(() => kept.get(article || unsavedID));
  const questions = linesOf(text);
  const here = article || unsavedID;
  const key = JSON.stringify([article, content, questions]);
  const asked = useAsked<Checked>(
    key,
    (signal) => call<Checked>('POST', '/api/editor/check', { id: article, content, questions }, signal),
    pause,
  );
  const before = useRef(article);
  useEffect(() => {
    // A new article has got its id: its questions go along.
    if (before.current === '' && article) {
      kept.set(article, text);
      kept.set(unsavedID, '');
    }
    before.current = article;
  }, [article]);
  const write = (next: string) => {
    setText(next);
    kept.set(article || unsavedID, next);
  };
  const toggle = (question: string) => {
    const next = questions.includes(question) ? questions.filter((other) => other !== question) : [...questions, question];
    write(next.join('\n'));
  };
  return (
    <section class="check-panel" aria-label={p.title} data-test="check" data-state={stateName(asked)}>
      <p class="hint">{p.intro}</p>
      <div class="split">
        <Questions text={text} write={write} />
        <Picker article={article} taken={questions} toggle={toggle} />
      </div>
      <Ask asked={asked} />
      {asked.result && (
        <Results result={asked.result} here={here} saved={article !== ''} changed={changed} stale={asked.stale} busy={asked.busy} />
      )}
    </section>
  );
}

/** For browser tests: what the panel waits for. */
function stateName({ busy, result, stale, fault }: Asked<Checked>): string {
  if (busy) return 'asking';
  if (fault) return 'failed';
  if (!result) return 'empty';
  return stale ? 'stale' : 'ready';
}

function Questions({ text, write }: { text: string; write: (text: string) => void }) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{p.field}</label>
      <textarea
        id={id}
        rows={5}
        dir="auto"
        value={text}
        aria-describedby={`${id}-hint`}
        onInput={(event) => write(event.currentTarget.value)}
        data-test="check-questions"
      />
      <p id={`${id}-hint`} class="hint">
        {p.fieldHint}
      </p>
    </div>
  );
}

function Ask({ asked }: { asked: Asked<Checked> }) {
  return (
    <div class="ask">
      <button type="button" class="main" onClick={asked.ask} data-test="check-ask">
        {asked.result ? p.askAgain : p.ask}
      </button>
      <p role="status" class="hint">
        {asked.busy && p.asking}
      </p>
      <p role="alert" class="fault" data-test="check-fault">
        {asked.fault}
      </p>
    </div>
  );
}

interface ResultsProps {
  result: Checked;
  /** the article's id in the verdicts */
  here: string;
  saved: boolean;
  changed: boolean;
  stale: boolean;
  busy: boolean;
}

function Results({ result, here, saved, changed, stale, busy }: ResultsProps) {
  const pairs = result.pairs ?? [];
  const taken = result.taken ?? [];
  const gaps = result.gaps ?? [];
  return (
    <div class={stale ? 'results stale' : 'results'} data-test="check-results">
      <p role="status" class={stale ? 'notice' : 'gone'}>
        {stale ? (busy ? p.staleAsking : p.stale) : pairs.length > 0 && p.sum(countAnswered(pairs, here), pairs.length)}
      </p>
      <Taken pairs={taken} here={here} />
      {pairs.length > 0 && (
        <Pairs
          pairs={pairs}
          caption={
            <>
              <strong>{p.results}</strong>
              <span class="hint">
                <bdi>{p.sum(countAnswered(pairs, here), pairs.length)}</bdi>
              </span>
              {!changed && <span class="hint">{p.sameText}</span>}
            </>
          }
          here={here}
          was={p.was}
          is={p.is}
          acts={(pair) => (
            <AddToExam question={pair.question} before={pair.before} articles={[here]} kept={pair.id} not={saved ? '' : p.saveFirst} />
          )}
          test="check-pairs"
        />
      )}
      {gaps.length > 0 && <Gaps gaps={gaps} />}
    </div>
  );
}

/** What the draft takes away from other articles comes first: it is what the editor does not see elsewhere. */
function Taken({ pairs, here }: { pairs: readonly Pair[]; here: string }) {
  if (pairs.length === 0) {
    return (
      <p class="notice good" data-test="takes-nothing">
        <span aria-hidden="true">✓ </span>
        {p.takesNothing}
      </p>
    );
  }
  return (
    <div class="taken" data-test="taken">
      <p class="notice bad">
        <strong>{p.takes(pairs.length)}</strong>
        <br />
        {p.takesWhy(pairs.length)}
      </p>
      <Pairs
        pairs={pairs}
        caption={p.takes(pairs.length)}
        hidden
        here={here}
        was={p.was}
        is={p.is}
        acts={(pair) => <AddToExam question={pair.question} before={pair.before} articles={owners(pair)} kept={pair.id} />}
        test="taken"
      />
    </div>
  );
}

/** The articles that answer the question as it is published. */
function owners({ articles, was }: Pair): string[] {
  const named = (articles ?? []).map(({ id }) => id);
  return named.length > 0 ? named : [was.article].filter(Boolean);
}

function Gaps({ gaps }: { gaps: readonly GapOf[] }) {
  return (
    <section data-test="check-gaps">
      <h3>{p.gaps}</h3>
      <ul>
        {gaps.map((gap) => (
          <li key={gap.id}>
            <bdi>{gap.title}</bdi>: <bdi>{p.gapWords(gap)}</bdi>
          </li>
        ))}
      </ul>
    </section>
  );
}
