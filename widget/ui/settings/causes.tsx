import { useId, useState } from 'preact/hooks';
import { RowActs } from '../staff/cards';
import { standInID } from '../staff/ids';
import { ListField } from './fields';
import type { Cause } from './kinds';
import type { Room } from './room';
import { focusSoon } from './room';
import { Section } from './section';
import { t } from './strings';
import type { Change, Place } from './tree';
import { addedAfter, addedBelow, causeAt, countOf, movedIn, movedOut, removed, shifted, updated } from './tree';

const newCause = (): Cause => ({ id: standInID(), title: '', words: [], parts: [] });

/** The key that points to where the parts of a cause stand. */
const deeper = () => (getComputedStyle(document.documentElement).direction === 'rtl' ? 'ArrowLeft' : 'ArrowRight');

/** What can be done with a cause. */
interface Acts {
  tree: readonly Cause[];
  set: (place: Place, change: Partial<Cause>) => void;
  /** takes a change over, if there is one, and puts the focus on the cause */
  go: (change: Change | null) => void;
  remove: (place: Place) => void;
}

/** The tree of causes, edited in place. */
export function CauseTree({ room }: { room: Room }) {
  const draft = room.drafts.causes;
  const tree = draft.value;
  const focus = (change: Change) => {
    const id = causeAt(change.tree, change.place)?.id;
    focusSoon(id === undefined ? '[data-test="cause-add"]' : `[data-cause="${CSS.escape(id)}"] input`);
  };
  const go = (change: Change | null) => {
    if (!change) return;
    draft.set(change.tree);
    focus(change);
  };
  const acts: Acts = {
    tree,
    set: (place, change) => draft.set(updated(tree, place, change)),
    go,
    remove: (place) => {
      const change = removed(tree, place);
      draft.setWithout(change.tree, causeAt(tree, place)?.title || t.unnamed);
      focus(change);
    },
  };
  return (
    <Section name="causes" draft={draft} room={room}>
      {tree.length === 0 ? (
        <p class="empty" data-test="empty">
          {t.noCauses}
        </p>
      ) : (
        <p class="hint">
          <bdi>{t.causesCount(countOf(tree))}.</bdi> <span class="keys-only">{t.causeKeys}</span> {t.causeMoved}
        </p>
      )}
      <Level parts={tree} above={[]} acts={acts} label={t.causeTree} />
      <button type="button" onClick={() => go(addedAfter(tree, [tree.length - 1], newCause()))} data-test="cause-add">
        {t.addCause}
      </button>
    </Section>
  );
}

function Level({ parts, above, acts, label }: { parts: readonly Cause[]; above: Place; acts: Acts; label: string }) {
  if (parts.length === 0) return null;
  return (
    <ul class="causes" aria-label={label}>
      {parts.map((cause, at) => (
        <Row key={cause.id} cause={cause} place={[...above, at]} acts={acts} />
      ))}
    </ul>
  );
}

function Row({ cause, place, acts }: { cause: Cause; place: Place; acts: Acts }) {
  const { tree, go } = acts;
  const id = useId();
  const [words, setWords] = useState(false);
  const [open, setOpen] = useState(false);
  const name = cause.title || t.unnamed;
  const press = (event: KeyboardEvent) => {
    if (event.isComposing) return;
    if (event.key === 'Enter') go(addedAfter(tree, place, newCause()));
    else if (event.altKey && event.key === 'ArrowUp') go(shifted(tree, place, -1));
    else if (event.altKey && event.key === 'ArrowDown') go(shifted(tree, place, 1));
    else if (event.altKey && event.shiftKey && event.key === deeper()) go(movedIn(tree, place));
    else if (event.altKey && event.shiftKey && event.key.startsWith('Arrow')) go(movedOut(tree, place));
    else return;
    event.preventDefault();
  };
  return (
    <li data-test="cause" data-level={place.length}>
      <div class="cause" data-cause={cause.id}>
        <input
          type="text"
          dir="auto"
          autocomplete="off"
          aria-label={t.causeField(place.length)}
          aria-invalid={cause.title.trim() ? undefined : 'true'}
          aria-describedby={`${id}-fault`}
          value={cause.title}
          data-test="cause-title"
          onInput={(event) => acts.set(place, { title: event.currentTarget.value })}
          onKeyDown={press}
        />
        <RowActs name={name} open={open} setOpen={setOpen} test="cause">
          <Act label={t.moveUp(name)} sign="↑" work={() => go(shifted(tree, place, -1))} can={shifted(tree, place, -1) !== null} test="cause-up" />
          <Act label={t.moveDown(name)} sign="↓" work={() => go(shifted(tree, place, 1))} can={shifted(tree, place, 1) !== null} test="cause-down" />
          <Act label={t.moveOut(name)} sign="⇤" flip work={() => go(movedOut(tree, place))} can={movedOut(tree, place) !== null} test="cause-out" />
          <Act label={t.moveIn(name)} sign="⇥" flip work={() => go(movedIn(tree, place))} can={movedIn(tree, place) !== null} test="cause-in" />
          <button
            type="button"
            class="quiet"
            aria-expanded={words}
            aria-controls={`${id}-words`}
            aria-label={t.causeWordsOf(name)}
            onClick={() => setWords(!words)}
            data-test="cause-words-open"
          >
            {t.causeWords} ({cause.words.length})
          </button>
          <Act
            label={t.addPart(name)}
            sign={t.partSign}
            work={() => go(addedBelow(tree, place, newCause()))}
            can={addedBelow(tree, place, newCause()) !== null}
            test="cause-part"
          />
          <Act label={t.remove(name)} sign="✕" work={() => acts.remove(place)} can test="cause-remove" />
        </RowActs>
        <p id={`${id}-fault`} class="fault" role="alert">
          {cause.title.trim() ? '' : t.titleMissing}
        </p>
        <div id={`${id}-words`} class="cause-words" hidden={!words}>
          {words && (
            <ListField
              label={t.causeWordsOf(name)}
              hint={t.causeWordsHint}
              value={cause.words}
              set={(list) => acts.set(place, { words: list })}
              test="cause-words"
            />
          )}
        </div>
      </div>
      <Level parts={cause.parts} above={place} acts={acts} label={name} />
    </li>
  );
}

interface ActProps {
  label: string;
  sign: string;
  /** the sign points along the line of writing */
  flip?: boolean;
  work: () => void;
  can: boolean;
  test: string;
}

function Act({ label, sign, flip, work, can, test }: ActProps) {
  return (
    <button
      type="button"
      class={sign.length > 1 ? 'quiet' : 'quiet square'}
      aria-label={label}
      title={label}
      aria-disabled={can ? undefined : 'true'}
      onClick={() => {
        if (can) work();
      }}
      data-test={test}
    >
      <span aria-hidden="true" class={flip ? 'flip' : undefined}>
        {sign}
      </span>
    </button>
  );
}
