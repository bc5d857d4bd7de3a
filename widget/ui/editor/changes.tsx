import type { ComponentChildren } from 'preact';
import { reading } from '../staff/clock';
import type { Content } from '../staff/http';
import type { FieldName } from './content';
import { fieldsOf } from './content';
import { dayWords } from './days';
import { t } from './strings';
import { w } from './strings-writing';
import type { Piece } from './words';
import { changed, diff, linesOf } from './words';

const around = 2; // unchanged lines shown on both sides of a change

/** One field of two contents, as a text. */
interface Compared {
  name: FieldName;
  before: string;
  after: string;
}

/** The fields in which two contents differ, in the order of the form. */
export function differing(before: Content, after: Content): Compared[] {
  const old = tellable(before);
  const fresh = tellable(after);
  return (Object.keys(old) as FieldName[])
    .map((name) => ({ name, before: old[name] ?? '', after: fresh[name] ?? '' }))
    .filter((field) => field.before !== field.after);
}

/** The fields of a content as texts that can be compared. */
function tellable(content: Content): Partial<Record<FieldName, string>> {
  const { title, body, phrasings, tags, category, locale, audience, sites, review, original, originalRevision } = fieldsOf(content);
  const readers = { everybody: w.everybody, staff: w.staffOnly, sites: `${w.sitesOnly}: ${sites}` }[audience];
  return {
    title,
    body: body.replace(/\r\n/g, '\n').trim(),
    phrasings,
    tags,
    category,
    locale,
    audience: readers,
    review: review && dayWords(review, reading),
    original,
    originalRevision,
  };
}

/** Reports whether two contents differ in anything. */
export function differ(a: Content, b: Content): boolean {
  return differing(a, b).length > 0;
}

/** What differs between two contents, field by field, with the words marked. */
export function Changes({ before, after }: { before: Content; after: Content }) {
  const fields = differing(before, after);
  return (
    <div class="changes" data-test="changes">
      {fields.length === 0 && <p>{t.same}</p>}
      {fields.map((field) => (
        <FieldChange key={field.name} {...field} />
      ))}
    </div>
  );
}

/** One field with its changed words; children stand beside its name. */
export function FieldChange({ name, before, after, children }: Compared & { children?: ComponentChildren }) {
  return (
    <section>
      <div class="field-head">
        <h3>{w.field(name)}</h3>
        {children}
      </div>
      <Lines lines={linesOf(diff(before, after))} />
    </section>
  );
}

/** The changed lines with a few unchanged ones around them. */
function Lines({ lines }: { lines: Piece[][] }) {
  const near = new Set<number>();
  lines.forEach((line, i) => {
    if (changed(line)) for (let n = i - around; n <= i + around; n++) near.add(n);
  });
  const out = [];
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i] ?? [];
    if (near.has(i)) {
      out.push(
        <p key={i} class={`line ${changed(line) ? 'differs' : ''}`} dir="auto">
          <Words pieces={line} />
        </p>,
      );
      continue;
    }
    let end = i;
    while (end < lines.length && !near.has(end)) end++;
    out.push(
      <p key={i} class="line skipped">
        {t.unchangedLines(end - i)}
      </p>,
    );
    i = end - 1;
  }
  return <div class="lines">{out}</div>;
}

/** Words with what is new and what is gone marked: by elements, by signs, and in words for who hears them. */
export function Words({ pieces }: { pieces: Piece[] }) {
  return (
    <>
      {pieces.map(({ kind, text }, i) => {
        if (kind === 'same') return text;
        const Tag = kind === 'added' ? 'ins' : 'del';
        // The end of a line has no letter of its own.
        return (
          <Tag key={i}>
            <span class="gone"> {kind === 'added' ? t.added : t.removed}: </span>
            {text || '¶'}
            <span class="gone">; </span>
          </Tag>
        );
      })}
    </>
  );
}

/** The sign at the start of a line, told in words too where the words of the line do not tell it. */
export function Mark({ kind, told }: { kind: 'added' | 'removed'; told: boolean }) {
  return (
    <span class="mark">
      <span aria-hidden="true">{kind === 'added' ? '+' : '−'}</span>
      {told && <span class="gone">{kind === 'added' ? t.added : t.removed} </span>}
    </span>
  );
}
