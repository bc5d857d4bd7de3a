import { outcomeWords, tookWords, verdictWords } from '../../staff/verdicts';
import type { Cited } from '../check/talk';
import { piecesOf, sourcesOf } from '../check/talk';
import type { Previewed } from './assistjson';
import { a } from './words';

/** The extract beside the draft, and what the gate says of each sentence. */
export function VoiceResult({ result, stale }: { result: Previewed; stale: boolean }) {
  const { extract, draft, usage, outcome } = result;
  const sentences = result.sentences ?? [];
  return (
    <section class={stale ? 'voice-result stale' : 'voice-result'} data-test="voice-result" data-outcome={outcome}>
      <p role="status" class={outcome === 'used' ? 'gone' : 'notice'} data-test="voice-outcome">
        {outcome ? outcomeWords(outcome) : a.notAsked}
      </p>
      <div class="split">
        <Said title={a.extract} said={extract} none={a.noExtract} test="voice-extract" />
        <Said title={a.draft} said={draft.drafted ? draft : { text: '', citations: null }} none={a.noDraft} test="voice-draft" />
      </div>
      {sentences.length > 0 && (
        <table class="articles">
          <caption class="gone">{a.sentences}</caption>
          <thead>
            <tr>
              <th scope="col">{a.sentence}</th>
              <th scope="col">{a.verdict}</th>
            </tr>
          </thead>
          <tbody>
            {sentences.map(({ text, cites, verdict, found }, i) => (
              <tr key={i} data-test="voice-sentence" data-verdict={verdict}>
                <td dir="auto">
                  {text} {(cites ?? []).map((n) => <sup key={n}>[{n}]</sup>)}
                </td>
                <td>
                  <span aria-hidden="true">{verdict === 'passed' ? '✓ ' : '✕ '}</span>
                  {verdictWords(verdict)} {found && <bdi class="hint">{a.found(found)}</bdi>}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {outcome && (
        <p class="hint" data-test="voice-took">
          {a.took} {tookWords(usage)}
        </p>
      )}
    </section>
  );
}

function Said({ title, said: { text, citations }, none, test }: { title: string; said: { text: string; citations: Cited[] | null }; none: string; test: string }) {
  return (
    <section data-test={test}>
      <h3>{title}</h3>
      {text ? (
        <p class="said" dir="auto">
          {piecesOf(text, citations ?? []).map((piece, i) => (
            <span key={i}>
              {piece.text}
              {piece.n > 0 && <sup>{piece.n}</sup>}
            </span>
          ))}
        </p>
      ) : (
        <p class="hint">{none}</p>
      )}
      <ul class="chips">
        {sourcesOf(citations ?? []).map(({ n, title: source }) => (
          <li key={n} class="chip">
            {n} <bdi>{source}</bdi>
          </li>
        ))}
      </ul>
    </section>
  );
}
