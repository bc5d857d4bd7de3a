// The part of the trace about a language model.
import type { ComponentChild } from 'preact';
import { useId } from 'preact/hooks';
import type { Drafting, Passage, Sentence, Trace } from '../shared/wire';
import { outcomeWords } from '../staff/verdicts';
import type { Reference } from './article';
import { draftFacts, judgedWords, words } from './tracewords';

interface Props {
  trace: Trace;
  draft: Drafting;
  read: (reference: Reference) => void;
}

/** What the model was sent, what it took, and what became of each of its sentences. */
export function Drafted({ trace, draft, read }: Props) {
  const id = useId();
  const titles = new Map((trace.candidates ?? []).map(({ article, title }) => [article, title]));
  const show = (n: number) => {
    const passage = draft.passages?.[n - 1];
    return passage ? <From key={n} n={n} passage={passage} title={titles.get(passage.article) ?? passage.article} read={read} /> : <span key={n}>{words.noSuch(n)}</span>;
  };
  return (
    <section class="parts drafted-by" aria-labelledby={id} data-test="trace-draft">
      <h3 id={id}>{words.title}</h3>
      <p data-test="trace-outcome">{outcomeWords(draft.outcome)}</p>
      <dl class="facts">
        {draftFacts(draft).map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd dir="auto">{value}</dd>
          </div>
        ))}
      </dl>
      {draft.sentences && draft.sentences.length > 0 && (
        <>
          <h3>{words.sentences}</h3>
          <ol>
            {draft.sentences.map((sentence, at) => (
              <Judged key={at} sentence={sentence} outcome={draft.outcome} show={show} />
            ))}
          </ol>
        </>
      )}
    </section>
  );
}

interface JudgedProps {
  sentence: Sentence;
  outcome: string;
  show: (n: number) => ComponentChild;
}

function Judged({ sentence: { text, cites, verdict, found }, outcome, show }: JudgedProps) {
  return (
    <li class={verdict === 'passed' ? 'said' : 'unsaid'} data-test="trace-sentence" data-verdict={verdict}>
      <p dir="auto">{text}</p>
      <p class="hint">
        {judgedWords(verdict, outcome)}
        {found && verdict !== 'passed' && (
          <>
            {' '}
            {words.found} <q dir="auto">{found}</q>.
          </>
        )}{' '}
        {cites && cites.length > 0 && (
          <>
            {words.restsOn} {cites.map(show)}
          </>
        )}
      </p>
    </li>
  );
}

/** A passage, to be read in its article. */
function From({ n, passage, title, read }: { n: number; passage: Passage; title: string; read: Props['read'] }) {
  const { article, revision, start, end } = passage;
  return (
    <button type="button" class="link" onClick={() => read({ article, revision, spans: [{ start, end }] })} data-test="trace-passage">
      <span dir="auto">
        {title} [{n}]
      </span>
    </button>
  );
}
