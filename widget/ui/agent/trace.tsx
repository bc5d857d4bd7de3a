import type { Event, Trace } from '../shared/wire';
import { hasShares } from '../staff/makeup';
import { Parts } from '../staff/parts';
import { compared, inPercent } from '../staff/percent';
import type { Reference } from './article';
import { citedIn } from './article';
import { FixButton } from './fix';
import { t } from './strings';
import { Drafted } from './tracedraft';
import { words } from './tracewords';

interface Props {
  event: Event;
  read: (reference: Reference) => void;
}

/** Why the bot said this: how sure it was and why, what it tried, which rule fired. Closed until asked for. */
export function Why({ event, read }: Props) {
  const { trace } = event;
  const kind = t.decision(event.decision ?? (event.kind === 'owner' ? 'handoff' : undefined));
  if (!trace) return <p class="hint">{kind}</p>;
  const tried = trace.candidates?.length ?? 0;
  return (
    <details class="trace" data-test="trace">
      <summary>
        <span>{kind}</span>
        {judged(trace) && <span class="sure">{t.sure(inPercent(trace.confidence))}</span>}
        <span>{tried > 0 ? t.tried(tried) : t.triedNone}</span>
      </summary>
      <Sure trace={trace} />
      <Parts trace={trace} />
      {tried > 0 && <Candidates event={event} trace={trace} read={read} />}
      {trace.draft && <Drafted trace={trace} draft={trace.draft} read={read} />}
      <Facts trace={trace} />
    </details>
  );
}

/** Without an article there was nothing to be sure of, and what the customer chose was no matter of the bot. */
function judged(trace: Trace): boolean {
  return (trace.candidates?.length ?? 0) > 0 && trace.rule !== 'chosen';
}

/** How sure the bot was and what it did with that, in a sentence and in a picture of the same. */
function Sure({ trace }: { trace: Trace }) {
  const { sure, from } = compared(trace.confidence, trace.threshold);
  const words = [judged(trace) ? t.sureOf(sure, trace.threshold > 1 ? undefined : from) : '', t.ruleSays(trace.rule)];
  return (
    <div class="verdict" data-test="verdict">
      <p dir="auto">{words.filter(Boolean).join(' ')}</p>
      {judged(trace) && (
        <div class="gauge" dir="ltr" aria-hidden="true">
          <span class="filled" style={{ inlineSize: `${clamp(trace.confidence) * 100}%` }} />
          {trace.threshold <= 1 && <span class="needed" style={{ insetInlineStart: `${clamp(trace.threshold) * 100}%` }} />}
        </div>
      )}
    </div>
  );
}

function clamp(share: number): number {
  return Math.min(1, Math.max(0, share));
}

function Candidates({ event, trace, read }: Props & { trace: Trace }) {
  const cited = new Set((event.citations ?? []).map((citation) => citation.article));
  const shares = hasShares(trace);
  return (
    <table class="candidates">
      <caption>{t.triedTitle}</caption>
      <thead>
        <tr>
          <th scope="col">{t.article}</th>
          <th scope="col" class="number">
            {shares ? t.share : t.score}
          </th>
        </tr>
      </thead>
      <tbody>
        {(trace.candidates ?? []).map((candidate) => (
          <tr key={candidate.article}>
            <td>
              <button
                type="button"
                class="link"
                onClick={() => read({ article: candidate.article, revision: candidate.revision, spans: citedIn(event.citations, candidate) })}
                data-test="candidate"
              >
                <bdi>{candidate.title}</bdi>
              </button>{' '}
              {cited.has(candidate.article) && <span class="chip good">{t.cited}</span>} <FixButton about={candidate} />
            </td>
            <td class="number">
              <bdi>{shares ? inPercent(candidate.score) : candidate.score.toFixed(2)}</bdi>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Facts({ trace }: { trace: Trace }) {
  // Before there were parts, a trace had only the numbers.
  const features = trace.parts ? [] : Object.entries(trace.features ?? {});
  const facts: [string, string][] = [
    [trace.index ? t.query : t.asked, trace.query],
    [words.rewritten, trace.rewritten ?? ''],
    [t.terms, (trace.terms ?? []).join(', ')],
    [t.alike, trace.fuzzy ? t.yes : ''],
    [t.features, features.map(([name, value]) => `${name} ${Number(value.toFixed(3))}`).join(' · ')],
    [t.model, trace.model ?? ''],
    [t.rule, trace.rule],
    [t.index, trace.index],
    [t.took, t.ms(trace.micros)],
  ];
  return (
    <dl class="facts">
      {facts
        .filter(([, value]) => value !== '')
        .map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd dir="auto">{value}</dd>
          </div>
        ))}
    </dl>
  );
}
