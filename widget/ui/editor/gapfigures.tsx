// What a gap costs and how it stands, in words.
import type { ComponentChildren } from 'preact';
import { dateAndTime } from '../shared/format';
import { reading } from '../staff/clock';
import type { Gap } from './gapjson';
import { answeredWords, g, outcomesWords, stateLook, stateWords, timeWords, trendArrow, trendWords } from './gapwords';
import type { Period } from './route';

/** What a gap is called: one of its questions. */
export function wordsOf(gap: Gap): string {
  return gap.example.trim() || g.wordless;
}

/** How a gap stands, in words and colour. */
export function StateChips({ gap }: { gap: Gap }) {
  const waits = gap.state === 'open' || gap.state === 'reopened';
  return (
    <span class="chips">
      <span class={`chip ${stateLook(gap.state)}`} data-test="gap-state">
        {stateWords(gap.state)}
      </span>
      {waits && gap.article && (
        <span class="chip" data-test="gap-has-article">
          {g.articleWritten}
        </span>
      )}
    </span>
  );
}

/** Whether more customers ask than before. */
export function TrendMark({ gap }: { gap: Gap }) {
  return (
    <span class="trend">
      <span aria-hidden="true">{trendArrow(gap.trend)}</span> {trendWords(gap)}
    </span>
  );
}

/** The figures of one gap. */
export function GapFigures({ gap, days }: { gap: Gap; days: Period }) {
  return (
    <section class="gap-figures" aria-label={g.figures(days)}>
      <h3>{g.figures(days)}</h3>
      <dl>
        <Figure name={g.columnCustomers}>{gap.customers}</Figure>
        <Figure name={g.columnMinutes}>{timeWords(gap.minutes)}</Figure>
        <Figure name={g.columnQuestions}>{gap.questions}</Figure>
        <Figure name={g.columnTrend}>
          <TrendMark gap={gap} />
        </Figure>
        <Figure name={g.columnOutcomes}>{outcomesWords(gap.outcomes)}</Figure>
        {gap.first > 0 && <Figure name={g.firstAsked}>{dateAndTime(gap.first, reading)}</Figure>}
        {gap.last > 0 && <Figure name={g.lastAsked}>{dateAndTime(gap.last, reading)}</Figure>}
        {gap.checked > 0 && (
          <Figure name={g.checked}>
            {dateAndTime(gap.checked, reading)}: {answeredWords(gap)}
          </Figure>
        )}
      </dl>
    </section>
  );
}

function Figure({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
