// The frame of a section: its head with Save, what went wrong, what somebody else did, and the way back from a
// removal.
import type { ComponentChildren } from 'preact';
import { moment } from '../staff/clock';
import type { Draft } from './draft';
import type { Room } from './room';
import { focusSoon } from './room';
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
    <main class="section" data-test={`section-${name}`} data-state={stateName(draft)}>
      <div class="section-head">
        <h2 tabIndex={-1} id="section-title">
          {t.section[name]}
        </h2>
        {draft.loaded && <Save draft={draft} room={room} />}
        <Messages draft={draft} />
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

/** For browser tests: what the page waits for. */
function stateName<T>(draft: Draft<T>): string {
  if (!draft.loaded || draft.busy) return draft.busy || 'failed';
  return draft.dirty ? 'unsaved' : 'saved';
}

function Save<T>({ draft, room }: { draft: Draft<T>; room: Room }) {
  const idle = !draft.dirty || draft.busy !== '';
  // Not disabled: a button that loses its place under the focus sends the keyboard back to the top.
  return (
    <div class="section-save">
      <span class="hint" role="status" data-test="save-state">
        {saveState(draft, room)}
      </span>
      <button
        type="button"
        class="main"
        aria-disabled={idle ? 'true' : undefined}
        title={draft.dirty ? undefined : t.nothingToSave}
        aria-keyshortcuts="Control+S Meta+S"
        onClick={() => {
          if (!idle) void draft.save();
        }}
        data-test="save"
      >
        {draft.busy === 'saving' ? t.saving : t.save}
      </button>
    </div>
  );
}

function saveState<T>(draft: Draft<T>, room: Room): string {
  if (draft.busy === 'saving') return t.saving;
  if (draft.dirty) return t.unsaved;
  if (!draft.savedAt) return t.neverSaved;
  const who = draft.author === room.me.name ? '' : draft.author;
  return t.saved(moment(draft.savedAt, Date.now()), who);
}

function Messages<T>({ draft }: { draft: Draft<T> }) {
  const { fault, conflict, removed } = draft;
  return (
    <div class="messages">
      <div role="alert" data-test="fault">
        {fault && (
          <p class="notice bad" key={draft.faults}>
            {fault.text}{' '}
            {fault.signedOut && (
              <a href="/sign-in" target="_blank" rel="noopener">
                {t.signInAgain}
              </a>
            )}
          </p>
        )}
        {conflict && (
          <p class="notice" data-test="conflict">
            {t.conflict(conflict.author, moment(conflict.at, Date.now()))}
          </p>
        )}
      </div>
      {conflict && (
        <div class="conflict-acts">
          <button type="button" onClick={() => answer(() => draft.loadTheirs())} data-test="load-theirs">
            {t.loadTheirs}
          </button>
          <button type="button" onClick={() => answer(() => draft.keepMine())} data-test="keep-mine">
            {t.keepMine}
          </button>
        </div>
      )}
      <div role="status" data-test="removed">
        {removed && t.removed(removed.what)}
      </div>
      {removed && (
        <button type="button" class="link" onClick={() => answer(() => draft.undo())} data-test="undo">
          {t.undo}
        </button>
      )}
    </div>
  );
}

/** Does what a button of a message says. The button goes with its message: the focus goes to the title. */
function answer(work: () => unknown): void {
  work();
  focusSoon('#section-title');
}
