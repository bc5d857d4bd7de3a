import { useEffect, useRef, useState } from 'preact/hooks';
import { Modal } from '../staff/modal';
import type { Command } from './commands';
import { t } from './strings';

/** All commands by name: type to find one, arrows to choose, Enter to run it. */
export function Palette({ commands, close }: { commands: Command[]; close: () => void }) {
  const [words, setWords] = useState('');
  const [at, setAt] = useState(0);
  const field = useRef<HTMLInputElement>(null);
  const chosen = useRef<HTMLLIElement>(null);
  useEffect(() => field.current?.focus(), []);
  useEffect(() => chosen.current?.scrollIntoView({ block: 'nearest' }), [at]);

  const wanted = words.toLowerCase().split(/\s+/);
  const found = commands.filter((command) => !command.keyOnly && wanted.every((word) => command.name.toLowerCase().includes(word)));
  const index = Math.min(at, Math.max(0, found.length - 1));

  const run = (command: Command | undefined) => {
    if (!command) return;
    close();
    // After the dialog gave the focus back, so that the command may take it.
    setTimeout(command.run);
  };
  const press = (event: KeyboardEvent) => {
    if (event.isComposing) return;
    if (event.key === 'ArrowDown') setAt((index + 1) % Math.max(1, found.length));
    else if (event.key === 'ArrowUp') setAt((index - 1 + found.length) % Math.max(1, found.length));
    else if (event.key === 'Enter') run(found[index]);
    else return;
    event.preventDefault();
  };

  return (
    <Modal title={t.paletteTitle} close={t.close} onClose={close} test="palette">
      <input
        ref={field}
        role="combobox"
        aria-label={t.paletteLabel}
        aria-expanded="true"
        aria-controls="palette-list"
        aria-activedescendant={found[index] ? `command-${index}` : undefined}
        placeholder={t.paletteLabel}
        autocomplete="off"
        value={words}
        onInput={(event) => {
          setWords(event.currentTarget.value);
          setAt(0);
        }}
        onKeyDown={press}
        data-test="palette-input"
      />
      <ul id="palette-list" role="listbox" aria-label={t.paletteTitle} class="palette">
        {found.map((command, i) => (
          <li
            key={command.name}
            id={`command-${i}`}
            ref={i === index ? chosen : undefined}
            role="option"
            aria-selected={i === index}
            onClick={() => run(command)}
          >
            <span>{command.name}</span>
            {command.key && <kbd>{command.key.toUpperCase()}</kbd>}
          </li>
        ))}
      </ul>
      <p role="status" class="empty">
        {found.length === 0 && t.paletteNone}
      </p>
    </Modal>
  );
}
