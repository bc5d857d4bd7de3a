import { useRef, useState } from 'preact/hooks';
import { call, sentence } from './call';
import { TextField } from './fields';
import { modified } from './keys';
import type { Hit } from './marks';
import { partsOf } from './marks';
import type { NeverSay } from './neversay';
import { r } from './rulewords';

/** What came of trying a sentence. It holds for this sentence and these rules only. */
interface Outcome {
  text: string;
  rules: readonly NeverSay[];
  hits: Hit[];
  fault: string;
}

/** A box to try a sentence with the rules as they are on the page. */
export function Try({ rules }: { rules: readonly NeverSay[] }) {
  const [text, setText] = useState('');
  const [busy, setBusy] = useState(false);
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const newest = useRef(0);
  const shown = outcome && outcome.text === text && outcome.rules === rules ? outcome : null;
  const tryIt = async () => {
    if (!text.trim()) return;
    const number = ++newest.current;
    const tried = { text, rules };
    setBusy(true);
    const result = await ask(tried.rules, tried.text);
    if (number !== newest.current) return;
    setBusy(false);
    setOutcome({ ...tried, ...result });
  };
  return (
    <form
      class="try"
      aria-label={r.tryTitle}
      onSubmit={(event) => {
        event.preventDefault();
        void tryIt();
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && modified(event)) void tryIt();
      }}
    >
      <h3>{r.tryTitle}</h3>
      <TextField label={r.tryField} hint={r.tryHint} rows={2} value={text} set={setText} test="try-text" />
      <button type="submit" data-test="try">
        {busy ? r.trying : r.tryIt}
      </button>
      <div role="alert" data-test="try-fault">
        {shown?.fault && <p class="notice bad">{shown.fault}</p>}
      </div>
      <div role="status" data-test="try-result">
        {shown && !shown.fault && <Result {...shown} />}
      </div>
    </form>
  );
}

async function ask(value: readonly NeverSay[], text: string): Promise<{ hits: Hit[]; fault: string }> {
  try {
    const { hits } = await call<{ hits: Hit[] | null }>('POST', '/api/settings/neversay/try', { value, text });
    return { hits: hits ?? [], fault: '' };
  } catch (fault) {
    return { hits: [], fault: sentence(fault) };
  }
}

function Result({ text, hits, rules }: Outcome) {
  if (hits.length === 0) return <p class="notice good">{r.noHit}</p>;
  const broken = rules.filter(({ id }) => hits.some((hit) => hit.rule === id));
  return (
    <div class="notice bad">
      <p>{r.hits(hits.length)}</p>
      <p class="tried-text" dir="auto">
        {partsOf(text, hits).map((part, at) => (part.hit ? <mark key={at}>{part.text}</mark> : part.text))}
      </p>
      <ul>
        {broken.map((rule) => (
          <li key={rule.id} dir="auto">
            {r.hitWhy(rule.phrase, rule.reason)} {rule.alternative && r.hitInstead(rule.alternative)}
          </li>
        ))}
      </ul>
    </div>
  );
}
