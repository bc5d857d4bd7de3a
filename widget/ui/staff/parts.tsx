import { useId, useState } from 'preact/hooks';
import type { Trace } from '../shared/wire';
import { aboutOf, labelOf, signed, valueOf } from './inputs';
import type { Part } from './makeup';
import { averageOf, partsOf, scaleOf, shownFirst } from './makeup';
import { inPercent } from './percent';

const t = {
  title: 'What the confidence is made of',
  hint: 'To the right: speaks for the first article. To the left: speaks against it. +0.7 doubles the odds of being right, −0.7 halves them.',
  clue: 'Clue',
  value: 'Here',
  effect: 'Effect',
  more: (n: number) => `Show ${n} more that count less`,
  fewer: 'Show fewer',
  average: (from: string, to: string) => `With average clues the bot would be ${from} sure; these made it ${to}.`,
  shared: 'Clues that say much the same share their effect; then one of them may even pull the other way.',
};

/** What each input added to the confidence, the largest first: a table whose last column is also a picture. */
export function Parts({ trace }: { trace: Trace }) {
  const [all, setAll] = useState(false);
  const id = useId();
  const parts = partsOf(trace);
  if (parts.length === 0) return null;
  const first = shownFirst(parts);
  const scale = scaleOf(parts);
  const average = averageOf(trace, parts);
  return (
    <section class="parts" data-test="parts">
      <h3 id={`${id}-title`}>{t.title}</h3>
      <p class="hint" id={`${id}-hint`} dir="auto">
        {t.hint}
      </p>
      <table id={id} aria-labelledby={`${id}-title`} aria-describedby={`${id}-hint`}>
        <thead>
          <tr>
            <th scope="col">{t.clue}</th>
            <th scope="col" class="number">
              {t.value}
            </th>
            <th scope="col" class="effect">
              {t.effect}
            </th>
          </tr>
        </thead>
        <tbody>
          {parts.slice(0, all ? undefined : first).map((part) => (
            <Row key={part.name} part={part} scale={scale} />
          ))}
        </tbody>
      </table>
      {first < parts.length && (
        <button type="button" class="link" aria-expanded={all} aria-controls={id} onClick={() => setAll(!all)} data-test="all-parts">
          {all ? t.fewer : t.more(parts.length - first)}
        </button>
      )}
      <p class="hint" dir="auto">
        {average !== undefined && `${t.average(inPercent(average), inPercent(trace.confidence))} `}
        {t.shared}
      </p>
    </section>
  );
}

function Row({ part: { name, value, odds }, scale }: { part: Part; scale: number }) {
  const about = aboutOf(name);
  return (
    <tr data-test="part">
      <th scope="row">
        {about ? (
          <details class="about">
            <summary>
              <bdi>{labelOf(name)}</bdi>
            </summary>
            <p dir="auto">{about}</p>
          </details>
        ) : (
          labelOf(name)
        )}
      </th>
      <td class="number">
        <bdi>{value === undefined ? '' : valueOf(name, value)}</bdi>
      </td>
      <td class="effect">
        {/* Numbers grow to the right in either direction of writing. */}
        <div class="swing" dir="ltr">
          <span class="track" aria-hidden="true">
            <Bar odds={odds} scale={scale} />
          </span>
          <span class="number">{signed(odds, 2)}</span>
        </div>
      </td>
    </tr>
  );
}

/** A bar from the middle of its track to the right or to the left. */
function Bar({ odds, scale }: { odds: number; scale: number }) {
  const width = (Math.abs(odds) / scale) * 50;
  const style = { inlineSize: `${width}%`, insetInlineStart: `${odds < 0 ? 50 - width : 50}%` };
  return <span class={odds < 0 ? 'less' : 'more'} style={style} />;
}
