// How a document stands while it is edited: above it, on the page that shows it.
import { moment } from './clock';
import type { Draft } from './draft';
import { draftWords } from './draftwords';

/** The id of the page's title, which takes the focus when a message goes away with its button. */
export const titleID = 'section-title';

/** For browser tests: what the page waits for. */
export function stateOf<T>(draft: Draft<T>): string {
  if (!draft.loaded || draft.busy) return draft.busy || 'failed';
  return draft.dirty ? 'unsaved' : 'saved';
}

/** When it was saved, and the button that saves. */
export function SaveDraft<T>({ draft, me }: { draft: Draft<T>; me: string }) {
  const idle = !draft.dirty || draft.busy !== '';
  // Not disabled: a button that loses its place under the focus sends the keyboard back to the top.
  return (
    <div class="section-save">
      <span class="hint" role="status" data-test="save-state">
        {saveState(draft, me)}
      </span>
      <button
        type="button"
        class="main"
        aria-disabled={idle ? 'true' : undefined}
        title={draft.dirty ? undefined : draftWords.nothingToSave}
        aria-keyshortcuts="Control+S Meta+S"
        onClick={() => {
          if (!idle) void draft.save();
        }}
        data-test="save"
      >
        {draft.busy === 'saving' ? draftWords.saving : draftWords.save}
      </button>
    </div>
  );
}

function saveState<T>(draft: Draft<T>, me: string): string {
  if (draft.busy === 'saving') return draftWords.saving;
  if (draft.dirty) return draftWords.unsaved;
  if (!draft.savedAt) return draftWords.neverSaved;
  const who = draft.author === me ? '' : draft.author;
  return draftWords.saved(moment(draft.savedAt, Date.now()), who);
}

/** What went wrong, what somebody else did, and the way back from a removal. */
export function DraftMessages<T>({ draft }: { draft: Draft<T> }) {
  const { fault, conflict, removed } = draft;
  return (
    <div class="messages">
      <div role="alert" data-test="fault">
        {fault && (
          <p class="notice bad" key={draft.faults}>
            {fault.text}{' '}
            {fault.signedOut && (
              <a href="/sign-in" target="_blank" rel="noopener">
                {draftWords.signInAgain}
              </a>
            )}
          </p>
        )}
        {conflict && (
          <p class="notice" data-test="conflict">
            {draftWords.conflict(conflict.author, moment(conflict.at, Date.now()))}
          </p>
        )}
      </div>
      {conflict && (
        <div class="conflict-acts">
          <button type="button" onClick={() => answer(() => draft.loadTheirs())} data-test="load-theirs">
            {draftWords.loadTheirs}
          </button>
          <button type="button" onClick={() => answer(() => draft.keepMine())} data-test="keep-mine">
            {draftWords.keepMine}
          </button>
        </div>
      )}
      <div role="status" data-test="removed">
        {removed && draftWords.removed(removed.what)}
      </div>
      {removed && (
        <button type="button" class="link" onClick={() => answer(() => draft.undo())} data-test="undo">
          {draftWords.undo}
        </button>
      )}
    </div>
  );
}

/** Does what a button of a message says. The button goes with its message: the focus goes to the title. */
function answer(work: () => unknown): void {
  work();
  setTimeout(() => document.getElementById(titleID)?.focus());
}
