import { call } from '../../staff/call';
import type { Stored } from '../../staff/draft';
import type { NeverSay } from '../../staff/neversay';
import { neverSayKind } from '../../staff/neversay';
import { RulesList } from '../../staff/ruleslist';
import type { Asked } from './asked';
import { useAsked } from './asked';
import type { Named } from './checkjson';
import type { Place } from './document';
import { useGated } from './document';
import { c } from './pagewords';
import type { WordsProps } from './wordspage';
import { WordsPage } from './wordspage';

/** An answer of the exam that a rule would block. */
interface Blocked {
  question: string;
  /** what the answer is from */
  article: Named;
  /** id of the rule */
  rule: string;
  /** the words that break it */
  text: string;
  /** the rules in use block it, too */
  now: boolean;
}

interface Tried {
  problems: { message: string }[] | null;
  blocked: Blocked[] | null;
  /** how many answers were tried */
  asked: number;
}

const at = '/api/editor/neversay';

const server: Place = {
  load: () => call<Stored>('GET', at),
  save: async (revision, value, overrule) =>
    (await call<{ revision: number }>('PUT', at, { revision, value, ...(overrule ? { overrule } : {}) })).revision,
};

/** The rules on what must not be said, and which answers of the exam they would block. */
export function NeverSayPage(props: WordsProps) {
  const document = useGated('neversay', neverSayKind, props.me.name, server, props.setDirty);
  const { draft } = document;
  const rules = draft.value;
  const tried = useAsked<Tried>(JSON.stringify(rules), (signal) => call<Tried>('POST', `${at}/try`, { value: rules }, signal));
  return (
    <WordsPage {...props} title={c.neversay} intro={c.neversayIntro} document={document} test="neversay">
      <div class="rules">
        <RulesList list={rules} set={(list) => draft.set(list)} setWithout={(list, what) => draft.setWithout(list, what)} />
      </div>
      {rules.length > 0 && (
        <div class="ask">
          <button type="button" aria-disabled={tried.busy ? 'true' : undefined} onClick={() => !tried.busy && tried.ask()} data-test="neversay-try">
            {c.blockPreview}
          </button>
          <p role="status" class="hint">
            {tried.busy && c.blocking}
          </p>
          <p role="alert" class="fault">
            {tried.fault}
          </p>
        </div>
      )}
      <Outcome tried={tried} rules={rules} />
    </WordsPage>
  );
}

function Outcome({ tried: { result, stale, busy }, rules }: { tried: Asked<Tried>; rules: readonly NeverSay[] }) {
  if (!result) return null;
  const problems = result.problems ?? [];
  const blocked = result.blocked ?? [];
  return (
    <div class={stale || busy ? 'results stale' : 'results'} data-test="neversay-outcome" data-state={busy ? 'asking' : stale ? 'stale' : 'ready'}>
      {stale && !busy && <p class="notice">{c.previewOld}</p>}
      {problems.length > 0 ? (
        <div role="alert" class="notice bad" data-test="problems">
          {problems.map(({ message }, i) => (
            <p key={i}>{message}</p>
          ))}
        </div>
      ) : (
        <>
          <p role="status">{result.asked === 0 ? c.previewNoExam : blocked.length > 0 ? c.blockSum(blocked.length, result.asked) : c.blockNone(result.asked)}</p>
          {rules
            .filter(({ id }) => blocked.some(({ rule }) => rule === id))
            .map((rule) => (
              <Rule key={rule.id} rule={rule} blocked={blocked.filter((one) => one.rule === rule.id)} />
            ))}
        </>
      )}
    </div>
  );
}

function Rule({ rule, blocked }: { rule: NeverSay; blocked: readonly Blocked[] }) {
  return (
    <section class="blocked" data-test="blocked">
      <h3 dir="auto">{c.blockRule(rule.phrase)}</h3>
      <ul>
        {blocked.map(({ question, article, text, now }, i) => (
          <li key={i}>
            <p class="asked" dir="auto">
              {question}
            </p>
            <p dir="auto">{c.blockedSays(text, article.title || article.id)}</p>
            {now && <span class="chip">{c.blockedNow}</span>}
          </li>
        ))}
      </ul>
    </section>
  );
}
