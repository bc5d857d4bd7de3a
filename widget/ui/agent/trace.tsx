import type { Event, Trace } from '../shared/wire';
import type { Reference } from './article';
import { citedIn } from './article';
import { t } from './strings';

interface Props {
  event: Event;
  read: (reference: Reference) => void;
}

/** Why the bot said this: how sure it was, what it tried, which rule fired. Closed until asked for. */
export function Why({ event, read }: Props) {
  const { trace } = event;
  const kind = t.decision(event.decision ?? (event.kind === 'owner' ? 'handoff' : undefined));
  if (!trace) return <p class="hint">{kind}</p>;
  const candidates = trace.candidates ?? [];
  return (
    <details class="trace" data-test="trace">
      <summary>
        <span>{kind}</span>
        {candidates.length > 0 && <span class="sure">{t.sure(percent(trace.confidence))}</span>}
        <span>{candidates.length > 0 ? t.tried(candidates.length) : t.triedNone}</span>
      </summary>
      {candidates.length > 0 ? <Candidates event={event} trace={trace} read={read} /> : <p>{t.noSources}</p>}
      <Facts trace={trace} />
    </details>
  );
}

export function percent(share: number): number {
  return Math.round(share * 100);
}

function Candidates({ event, trace, read }: Props & { trace: Trace }) {
  const cited = new Set((event.citations ?? []).map((citation) => citation.article));
  return (
    <table>
      <caption class="gone">{t.triedTitle}</caption>
      <thead>
        <tr>
          <th scope="col">{t.article}</th>
          <th scope="col" class="number">
            {t.score}
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
                {candidate.title}
              </button>{' '}
              {cited.has(candidate.article) && <span class="chip good">{t.cited}</span>}
            </td>
            <td class="number">{candidate.score.toFixed(2)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Facts({ trace }: { trace: Trace }) {
  const features = Object.entries(trace.features ?? {});
  // Without an article there was nothing to be sure of.
  const searched = (trace.candidates ?? []).length > 0;
  const facts: [string, string][] = [
    [t.confidence, searched ? `${percent(trace.confidence)} %` : ''],
    [t.threshold, searched ? `${percent(trace.threshold)} %` : ''],
    [t.rule, trace.rule],
    [t.query, trace.query],
    [t.terms, (trace.terms ?? []).join(', ')],
    [t.features, features.map(([name, value]) => `${name} ${Number(value.toFixed(3))}`).join(' · ')],
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
