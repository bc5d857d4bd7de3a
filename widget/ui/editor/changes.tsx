import type { Content } from '../staff/http';
import type { Line } from './lines';
import { compare } from './lines';
import { t } from './strings';

const around = 2; // unchanged lines shown on both sides of a change

/** What differs between two contents, field by field. */
export function Changes({ before, after }: { before: Content; after: Content }) {
  const lines = compare(before.body, after.body);
  const bodyDiffers = lines.some((line) => line.kind !== 'same');
  const parts = [
    <Value key="title" name={t.changedTitle} before={before.title} after={after.title} />,
    <Set key="phrasings" name={t.changedPhrasings} before={before.phrasings} after={after.phrasings} />,
    <Set key="tags" name={t.changedTags} before={before.tags} after={after.tags} />,
    <Value key="category" name={t.changedCategory} before={before.category} after={after.category} />,
    <Value key="locale" name={t.changedLocale} before={before.locale} after={after.locale} />,
  ];
  return (
    <div class="changes" data-test="changes">
      {!differ(before, after) && <p>{t.same}</p>}
      {parts}
      {bodyDiffers && (
        <section>
          <h3>{t.changedBody}</h3>
          <Lines lines={lines} />
        </section>
      )}
    </div>
  );
}

/** Reports whether two contents differ in anything. */
export function differ(a: Content, b: Content): boolean {
  const flat = (content: Content) =>
    JSON.stringify([
      content.title,
      content.body.trim(),
      content.phrasings ?? [],
      content.tags ?? [],
      content.category,
      content.locale,
    ]);
  return flat(a) !== flat(b);
}

function Value({ name, before, after }: { name: string; before: string; after: string }) {
  if (before === after) return null;
  return (
    <section>
      <h3>{name}</h3>
      <p class="line removed" dir="auto">
        <Mark kind="removed" />
        {before || t.nothing}
      </p>
      <p class="line added" dir="auto">
        <Mark kind="added" />
        {after || t.nothing}
      </p>
    </section>
  );
}

function Set({ name, before, after }: { name: string; before: string[] | null; after: string[] | null }) {
  const old = before ?? [];
  const fresh = after ?? [];
  const lines: Line[] = [
    ...old.filter((text) => !fresh.includes(text)).map((text): Line => ({ kind: 'removed', text })),
    ...fresh.filter((text) => !old.includes(text)).map((text): Line => ({ kind: 'added', text })),
  ];
  if (lines.length === 0) return null;
  return (
    <section>
      <h3>{name}</h3>
      <Lines lines={lines} />
    </section>
  );
}

/** The changed lines with a few unchanged ones around them. */
function Lines({ lines }: { lines: Line[] }) {
  const shown = lines.map((_, i) => lines.slice(Math.max(0, i - around), i + around + 1).some((line) => line.kind !== 'same'));
  const out = [];
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i];
    if (!line) continue;
    if (shown[i]) {
      out.push(
        <p key={i} class={`line ${line.kind}`} dir="auto">
          <Mark kind={line.kind} />
          {line.text}
        </p>,
      );
      continue;
    }
    let end = i;
    while (end < lines.length && !shown[end]) end++;
    out.push(
      <p key={i} class="line skipped">
        {t.unchangedLines(end - i)}
      </p>,
    );
    i = end - 1;
  }
  return <div class="lines">{out}</div>;
}

/** The sign at the start of a line; colour alone would not reach everybody. */
export function Mark({ kind }: { kind: Line['kind'] }) {
  if (kind === 'same') return <span class="mark" aria-hidden="true" />;
  return (
    <span class="mark">
      <span aria-hidden="true">{kind === 'added' ? '+' : '−'}</span>
      <span class="gone">{kind === 'added' ? t.added : t.removed} </span>
    </span>
  );
}
