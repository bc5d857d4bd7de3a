import type { RefObject } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Console } from './console';
import { mentionAt, mentioning } from './fill';
import { t } from './labels';

const shown = 6;

/** Colleagues that fit the name which is being written after an @. */
export interface Mentions {
  names: string[];
  at: number;
  take: (name: string) => void;
  /** the cursor may have moved */
  moved: () => void;
  leave: () => void;
  /** takes keys while the list is shown; reports whether it did */
  press: (event: KeyboardEvent) => boolean;
  aria: Record<string, string | undefined>;
}

/** Completes names of colleagues in a field, while `on`. */
export function useMentions(
  desk: Console,
  field: RefObject<HTMLTextAreaElement | null>,
  text: string,
  write: (text: string) => void,
  on: boolean,
): Mentions {
  const [cursor, setCursor] = useState(-1); // -1 while nothing is completed
  const [at, setAt] = useState(0);
  const jump = useRef(-1);
  useLayoutEffect(() => {
    if (jump.current < 0) return;
    field.current?.setSelectionRange(jump.current, jump.current);
    jump.current = -1;
  });
  const mention = on && cursor >= 0 ? mentionAt(text, cursor) : undefined;
  const names = mention ? namesFor(desk, mention.words) : [];
  const index = Math.min(at, Math.max(0, names.length - 1));

  const take = (name: string) => {
    if (!mention) return;
    const next = mentioning(text, mention, name);
    jump.current = next.cursor;
    setCursor(-1);
    write(next.text);
    field.current?.focus();
  };
  const press = (event: KeyboardEvent): boolean => {
    const name = names[index];
    if (name === undefined || event.isComposing || event.ctrlKey || event.metaKey) return false;
    if (event.key === 'ArrowDown') setAt((index + 1) % names.length);
    else if (event.key === 'ArrowUp') setAt((index - 1 + names.length) % names.length);
    else if (event.key === 'Enter' || event.key === 'Tab') take(name);
    else if (event.key === 'Escape') setCursor(-1);
    else return false;
    event.preventDefault();
    return true;
  };
  const aria =
    names.length > 0 ? { 'aria-autocomplete': 'list', 'aria-controls': 'mention-list', 'aria-activedescendant': `mention-${index}` } : {};
  return {
    names,
    at: index,
    take,
    press,
    aria,
    moved: () => {
      setCursor(field.current?.selectionStart ?? -1);
      setAt(0);
    },
    leave: () => setCursor(-1),
  };
}

function namesFor(desk: Console, words: string): string[] {
  const begun = words.toLowerCase();
  const names = (desk.shelf.aids?.people ?? []).filter((person) => person.id !== desk.me.id).map((person) => person.name);
  const all = names.length > 0 ? names : desk.desk.people.filter((person) => person.id !== desk.me.id).map((person) => person.name);
  return all.filter((name) => name.toLowerCase().split(' ').some((part, i) => part.startsWith(begun) || (i === 0 && name.toLowerCase().startsWith(begun)))).slice(0, shown);
}

/** The list under the field. The field keeps the focus. */
export function MentionList({ mentions }: { mentions: Mentions }) {
  if (mentions.names.length === 0) return null;
  return (
    <ul id="mention-list" class="palette mentions" role="listbox" aria-label={t.mentionList} data-test="mentions">
      {mentions.names.map((name, i) => (
        <li
          key={name}
          id={`mention-${i}`}
          role="option"
          aria-selected={i === mentions.at}
          onPointerDown={(event) => {
            event.preventDefault(); // the field would lose the focus, and the list would go
            mentions.take(name);
          }}
        >
          @{name}
        </li>
      ))}
    </ul>
  );
}
