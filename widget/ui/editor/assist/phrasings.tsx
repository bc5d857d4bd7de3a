import { call } from '../../staff/call';
import type { Content } from '../../staff/http';
import { useAsked } from '../check/asked';
import { address, home, toArticle } from '../route';
import type { Phrasing } from './assistjson';
import { a } from './words';

interface Props {
  /** id, "" for a new one */
  article: string;
  /** what is written now, saved or not */
  content: Content;
  /** sets the phrasings, one per line */
  set: (lines: string) => void;
}

/** Further ways in which customers may ask, worded by a model; on request. Each was tried with the bot. */
export function Phrasings({ article, content, set }: Props) {
  const { title, body, locale, phrasings } = content;
  const asked = useAsked<{ phrasings: Phrasing[] | null }>(JSON.stringify([title, body, locale]), (signal) =>
    call('POST', '/api/editor/assist/phrasings', { article, content }, signal),
  );
  const { result, busy, fault, stale } = asked;
  const found = result?.phrasings ?? [];
  const said = busy ? a.asking : fault || (result ? (stale ? a.stale : found.length === 0 ? a.suggestNone : '') : a.suggestHint);
  return (
    <div class="suggested-phrasings" aria-busy={busy} data-test="phrasings-suggested">
      <div class="quick">
        <button type="button" onClick={busy ? asked.stop : asked.ask} data-test="phrasings-ask">
          {busy ? a.stop : result ? a.suggestAgain : a.suggest}
        </button>
        <span role="status" class={fault ? 'fault' : 'hint'} data-test="phrasings-said">
          {said}
        </span>
      </div>
      {found.length > 0 && (
        <ul aria-label={a.suggested}>
          {found.map((phrasing) => (
            <One
              key={phrasing.text}
              phrasing={phrasing}
              added={phrasings.includes(phrasing.text)}
              add={() => set([...phrasings, phrasing.text].join('\n'))}
            />
          ))}
        </ul>
      )}
    </div>
  );
}

function One({ phrasing: { text, state, article, title }, added, add }: { phrasing: Phrasing; added: boolean; add: () => void }) {
  return (
    <li data-test="phrasing" data-state={state}>
      <button type="button" aria-disabled={added ? 'true' : undefined} aria-label={added ? undefined : a.addNamed(text)} onClick={() => !added && add()} data-test="phrasing-add">
        {added ? a.added : a.add}
      </button>
      <span>
        <span dir="auto">{text}</span>{' '}
        <span class={`chip ${{ new: 'good', found: '', taken: 'draft' }[state] ?? ''}`}>{a.state(state)}</span>{' '}
        {state === 'taken' && article && (
          <a href={address(toArticle(home, article))} target="_blank" rel="noopener" data-test="phrasing-taken">
            <bdi>{a.see(title || article)}</bdi>
          </a>
        )}
      </span>
    </li>
  );
}
