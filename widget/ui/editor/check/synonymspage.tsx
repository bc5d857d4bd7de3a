import { useId } from 'preact/hooks';
import { call } from '../../staff/call';
import type { Kind, Stored } from '../../staff/draft';
import type { Asked } from './asked';
import { useAsked } from './asked';
import { Changed } from './changed';
import type { Comparison } from './checkjson';
import type { Place } from './document';
import { useGated } from './document';
import { d } from './gatewords';
import { lineAt } from './lineat';
import { c } from './pagewords';
import type { WordsProps } from './wordspage';
import { WordsPage } from './wordspage';

interface Kept {
  version: number;
  text: string;
  /** a name, "" if nobody has written the list */
  author?: string;
  /** ms since 1970 */
  at?: number;
}

interface Problem {
  /** from 1 */
  line: number;
  message: string;
}

interface Tried {
  problems: Problem[] | null;
  comparison: Comparison | null;
}

const at = '/api/editor/synonyms';

const server: Place = {
  load: async (): Promise<Stored> => {
    const { version, text, author = '', at: when = 0 } = await call<Kept>('GET', at);
    return { revision: version, value: text, author, at: when };
  },
  save: async (version, text, overrule) =>
    (await call<{ version: number }>('PUT', at, { version, text, ...(overrule ? { overrule } : {}) })).version,
};

const kind: Kind<string> = {
  empty: '',
  read: (sent) => (typeof sent === 'string' ? sent : ''),
  fault: () => '',
  ready: (text) => text,
};

/** The list of synonyms, what is wrong with its lines, and what it changes in the exam. */
export function SynonymsPage(props: WordsProps) {
  const document = useGated('synonyms', kind, props.me.name, server, props.setDirty);
  const { draft } = document;
  const text = draft.value;
  const tried = useAsked<Tried>(text, (signal) => call<Tried>('POST', `${at}/try`, { text }, signal));
  const id = useId();
  return (
    <WordsPage {...props} title={c.synonyms} intro={c.synonymsIntro} document={document} test="synonyms">
      <div class="field">
        <label for={id}>{c.synonymsField}</label>
        <textarea
          id={id}
          class="markdown lines"
          dir="auto"
          spellcheck={false}
          value={text}
          aria-invalid={tried.result && !tried.stale && tried.result.problems?.length ? 'true' : undefined}
          onInput={(event) => draft.set(event.currentTarget.value)}
          data-test="synonyms-text"
        />
      </div>
      <Help />
      <div class="ask">
        <button type="button" aria-disabled={tried.busy ? 'true' : undefined} onClick={() => !tried.busy && tried.ask()} data-test="synonyms-try">
          {c.preview}
        </button>
        <p role="status" class="hint">
          {tried.busy && c.previewing}
        </p>
        <p role="alert" class="fault">
          {tried.fault}
        </p>
      </div>
      <Outcome tried={tried} field={id} />
    </WordsPage>
  );
}

function Help() {
  return (
    <details class="help">
      <summary>{c.synonymsHelp}</summary>
      <dl>
        {c.synonymsRules.map(([example, means]) => (
          <div key={example}>
            <dt>
              <code>{example}</code>
            </dt>
            <dd>{means}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}

/** What is wrong with the lines, or what they change. */
function Outcome({ tried, field }: { tried: Asked<Tried>; field: string }) {
  const { result, stale, busy } = tried;
  if (!result) return null;
  const problems = result.problems ?? [];
  const { comparison } = result;
  return (
    <div class={stale || busy ? 'results stale' : 'results'} data-test="synonyms-outcome" data-state={busy ? 'asking' : stale ? 'stale' : 'ready'}>
      {stale && !busy && <p class="notice">{c.previewOld}</p>}
      {problems.length > 0 && <Problems problems={problems} field={field} />}
      {problems.length === 0 && comparison && <Preview comparison={comparison} />}
    </div>
  );
}

function Preview({ comparison }: { comparison: Comparison }) {
  const { asked, worse, better } = comparison;
  if (asked === 0) return <p class="hint">{c.previewNoExam}</p>;
  const changes = (worse?.length ?? 0) + (better?.length ?? 0) > 0;
  return (
    <>
      <p role="status">{changes ? d.sums(comparison) : c.previewSame(asked)}</p>
      {changes && <Changed comparison={comparison} />}
    </>
  );
}

function Problems({ problems, field }: { problems: readonly Problem[]; field: string }) {
  const show = (line: number) => {
    const area = document.getElementById(field);
    if (!(area instanceof HTMLTextAreaElement)) return;
    const { from, to } = lineAt(area.value, line);
    area.focus();
    area.setSelectionRange(from, to);
    // Roughly in the middle: a text area tells no place of its lines.
    area.scrollTop = ((line - 1) / Math.max(1, area.value.split('\n').length)) * area.scrollHeight - area.clientHeight / 2;
  };
  return (
    <div role="alert" class="notice bad" data-test="problems">
      <p>
        <strong>{c.problems(problems.length)}</strong>
      </p>
      <ul>
        {problems.map(({ line, message }, i) => (
          <li key={i}>
            <button type="button" class="link" onClick={() => show(line)} data-test="problem">
              {c.toLine(line)}
            </button>
            : <span dir="auto">{message}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
