import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import { DraftMessages, SaveDraft, stateOf } from '../../staff/draftbar';
import type { Me } from '../../staff/http';
import { modified } from '../../staff/keys';
import { mayOverrule } from '../../staff/roles';
import { WordsTabs } from '../nav';
import type { Go, Route } from '../route';
import type { Gated } from './document';
import { GateDialog } from './gatedialog';
import { Page } from './page';
import { c } from './pagewords';

/** What a page on words is given by the room. */
export interface WordsProps {
  me: Me;
  route: Route;
  go: Go;
  arrived: boolean;
  setDirty: (dirty: boolean) => void;
}

interface Props<T> extends WordsProps {
  title: string;
  intro: string;
  document: Gated<T>;
  test: string;
  children: ComponentChildren;
}

/** The frame of a page on words: its document is saved through the gate. */
export function WordsPage<T>({ me, route, go, arrived, title, intro, document: { draft, stopped, overrule, mend }, test, children }: Props<T>) {
  useSaveKey(() => void (draft.dirty && draft.save()));
  return (
    <Page
      title={title}
      intro={intro}
      arrived={arrived}
      tabs={<WordsTabs route={route} go={go} />}
      acts={draft.loaded && <SaveDraft draft={draft} me={me.name} />}
      test={test}
      state={stateOf(draft)}
      dirty={draft.dirty}
    >
      <DraftMessages draft={draft} />
      {draft.busy === 'loading' && <p role="status">{c.loading}</p>}
      {!draft.loaded && draft.fault && (
        <button type="button" onClick={() => void draft.open()} data-test="retry">
          {c.tryAgain}
        </button>
      )}
      {draft.loaded && children}
      {stopped && (
        <GateDialog
          act="save"
          comparison={stopped}
          mayOverrule={mayOverrule(me.roles)}
          busy={draft.busy === 'saving'}
          onOverrule={overrule}
          onClose={mend}
        />
      )}
    </Page>
  );
}

/** Ctrl+S or Cmd+S saves, instead of the browser saving the page. */
function useSaveKey(save: () => void): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (!modified(event) || event.key.toLowerCase() !== 's') return;
      event.preventDefault();
      if (!document.querySelector('dialog[open]')) save();
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  });
}
