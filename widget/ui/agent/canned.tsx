import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { Modal } from '../staff/modal';
import type { Canned, Playbook } from './api';
import type { Console } from './console';
import { fill, found } from './fill';
import { t } from './labels';

interface Props {
  desk: Console;
  close: () => void;
  /** shows a playbook in the right column */
  openPlaybook: (id: string) => void;
}

type Item = { canned: Canned } | { playbook: Playbook };

const titleOf = (item: Item) => ('canned' in item ? item.canned.title : item.playbook.title);
const idOf = (item: Item) => ('canned' in item ? `c-${item.canned.id}` : `p-${item.playbook.id}`);

/** Canned replies and playbooks by their words: arrows to choose, Enter to insert a reply or to open a playbook. */
export function CannedPicker({ desk, close, openPlaybook }: Props) {
  const [words, setWords] = useState('');
  const [at, setAt] = useState(0);
  const field = useRef<HTMLInputElement>(null);
  const chosen = useRef<HTMLLIElement>(null);
  useEffect(() => {
    field.current?.focus();
    void desk.shelf.refresh();
  }, []);
  useEffect(() => chosen.current?.scrollIntoView({ block: 'nearest' }), [at]);

  const { aids } = desk.shelf;
  const team = desk.thread()?.state?.team;
  const items = useMemo<Item[]>(
    () => [
      ...found(aids?.canned ?? [], words, team).map((canned) => ({ canned })),
      ...found(aids?.playbooks ?? [], words, team).map((playbook) => ({ playbook })),
    ],
    [aids, words, team],
  );
  const index = Math.min(at, Math.max(0, items.length - 1));
  const values = desk.values();
  const take = (item: Item | undefined) => {
    if (!item) return;
    close();
    // After the dialog gave the focus back, so that the composer may take it.
    if ('canned' in item) setTimeout(() => desk.insert(fill(item.canned.text, values)));
    else openPlaybook(item.playbook.id);
  };
  const press = (event: KeyboardEvent) => {
    if (event.isComposing) return;
    if (event.key === 'ArrowDown') setAt((index + 1) % Math.max(1, items.length));
    else if (event.key === 'ArrowUp') setAt((index - 1 + items.length) % Math.max(1, items.length));
    else if (event.key === 'Enter') take(items[index]);
    else return;
    event.preventDefault();
  };
  const current = items[index];
  return (
    <Modal title={t.cannedTitle} close={t.close} onClose={close} look="wide" test="canned">
      <input
        ref={field}
        role="combobox"
        aria-label={t.cannedFind}
        aria-expanded="true"
        aria-controls="canned-list"
        aria-activedescendant={current ? idOf(current) : undefined}
        placeholder={t.cannedFind}
        autocomplete="off"
        value={words}
        onInput={(event) => {
          setWords(event.currentTarget.value);
          setAt(0);
        }}
        onKeyDown={press}
        data-test="canned-input"
      />
      <div class="canned">
        <ul id="canned-list" role="listbox" aria-label={t.cannedTitle} class="palette">
          {items.map((item, i) => (
            <li
              key={idOf(item)}
              id={idOf(item)}
              ref={i === index ? chosen : undefined}
              role="option"
              aria-selected={i === index}
              onClick={() => take(item)}
              onPointerMove={() => setAt(i)}
              data-test="canned-option"
            >
              <span dir="auto">{titleOf(item)}</span>
              {'canned' in item ? <kbd>/{item.canned.shortcut}</kbd> : <span class="chip">{t.playbookTag}</span>}
            </li>
          ))}
        </ul>
        {current && (
          <div class="canned-text" dir="auto" role="group" aria-label={t.cannedPreview} tabIndex={0}>
            {'canned' in current ? fill(current.canned.text, values) : current.playbook.steps.map((step, i) => <p key={i}>{`${i + 1}. ${step}`}</p>)}
          </div>
        )}
      </div>
      <p role="status" class="empty">
        {items.length === 0 && t.cannedNone}
      </p>
    </Modal>
  );
}
