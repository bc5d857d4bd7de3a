// The frame of a section: its head with Save, what went wrong, what somebody else did, and the way back from a
// removal.
import type { ComponentChildren } from 'preact';
import type { Draft } from '../staff/draft';
import { DraftMessages, SaveDraft, stateOf, titleID } from '../staff/draftbar';
import type { Room } from './room';
import type { SectionName } from './route';
import { t } from './strings';

interface Props<T> {
  name: SectionName;
  draft: Draft<T>;
  room: Room;
  children: ComponentChildren;
}

/** A section around its fields, which are shown as soon as the document is there. */
export function Section<T>({ name, draft, room, children }: Props<T>) {
  return (
    <main class="section" data-test={`section-${name}`} data-state={stateOf(draft)}>
      <div class="section-head">
        <h2 tabIndex={-1} id={titleID}>
          {t.section[name]}
        </h2>
        {draft.loaded && <SaveDraft draft={draft} me={room.me.name} />}
        <DraftMessages draft={draft} />
      </div>
      <p class="hint intro">{t.intro[name]}</p>
      {draft.busy === 'loading' && <p role="status">{t.loading}</p>}
      {!draft.loaded && draft.fault && (
        <button type="button" onClick={() => void draft.open()} data-test="retry">
          {t.retry}
        </button>
      )}
      {draft.loaded && children}
    </main>
  );
}
