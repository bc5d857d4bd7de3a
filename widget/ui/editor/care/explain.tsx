import { call } from '../../staff/call';
import { useAsked } from '../check/asked';
import { cw } from './carewords';

interface Props {
  /** ids of the articles that contradict each other */
  one: string;
  other: string;
  /** of the first one */
  title: string;
}

/** What a contradiction means for customers, as a language model puts it; on request. */
export function Explain({ one, other, title }: Props) {
  const asked = useAsked<{ text: string }>('', (signal) => call('POST', '/api/editor/assist/contradiction', { one, other }, signal));
  const { result, busy, fault } = asked;
  return (
    <div class="care-explain" aria-busy={busy} data-test="explain">
      {!result && (
        <button type="button" onClick={busy ? asked.stop : asked.ask} data-test="explain-ask">
          {busy ? cw.stop : cw.explain}
          <span class="gone"> “{title}”</span>
        </button>
      )}
      <p role="status" class={fault ? 'fault' : 'hint'}>
        {busy ? cw.asking : fault || (result && cw.byModel)}
      </p>
      {result && (
        <p dir="auto" data-test="explain-text">
          {result.text}
        </p>
      )}
    </div>
  );
}
