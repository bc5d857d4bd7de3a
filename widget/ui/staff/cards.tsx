// A list of things of which each can be opened, moved and removed.
import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import { cardWords } from './cardwords';

interface Props<T> {
  items: readonly T[];
  /** stays with a thing while it is edited */
  keyOf: (item: T, at: number) => string;
  nameOf: (item: T) => string;
  summary: (item: T, at: number) => ComponentChildren;
  body: (item: T, at: number) => ComponentChildren;
  /** whether the list shows it; all are shown without it */
  shown?: (item: T) => boolean;
  /** key of the open thing, "" for none */
  open: string;
  setOpen: (key: string) => void;
  onMove?: (at: number, by: -1 | 1) => void;
  onRemove: (at: number) => void;
  test: string;
}

/** Cards in a list, at most one of them open. */
export function Cards<T>(props: Props<T>) {
  const { items, keyOf, shown, test } = props;
  return (
    <ul class="cards" data-test={`${test}-list`}>
      {items.map((item, at) => (!shown || shown(item) ? <Card key={keyOf(item, at)} {...props} item={item} at={at} /> : null))}
    </ul>
  );
}

function Card<T>(props: Props<T> & { item: T; at: number }) {
  const { item, at, items, keyOf, nameOf, summary, body, open, setOpen, onMove, onRemove, test } = props;
  const id = useId();
  const key = keyOf(item, at);
  const isOpen = key === open;
  const name = nameOf(item) || cardWords.unnamed;
  return (
    <li class="card" data-test={test} data-key={key}>
      <div class="card-head">
        <h3>
          <button
            type="button"
            class="quiet card-toggle"
            aria-expanded={isOpen}
            aria-controls={`${id}-body`}
            onClick={() => setOpen(isOpen ? '' : key)}
            data-test={`${test}-open`}
          >
            <span class="twist" aria-hidden="true" />
            <bdi>{name}</bdi>
          </button>
        </h3>
        <div class="summary">{summary(item, at)}</div>
        <div class="card-acts">
          {onMove && <Mover at={at} count={items.length} name={name} move={(by) => onMove(at, by)} test={test} />}
          <button
            type="button"
            class="quiet square"
            aria-label={cardWords.remove(name)}
            title={cardWords.remove(name)}
            onClick={() => {
              onRemove(at);
              focusAfterRemoval(test, at);
            }}
            data-test={`${test}-remove`}
          >
            <span aria-hidden="true">✕</span>
          </button>
        </div>
      </div>
      <div id={`${id}-body`} class="card-body" hidden={!isOpen}>
        {isOpen && body(item, at)}
      </div>
    </li>
  );
}

/** The focus goes to what took the place, or to the last one, or to the button that adds. */
function focusAfterRemoval(test: string, at: number): void {
  setTimeout(() => {
    const toggles = document.querySelectorAll<HTMLElement>(`[data-test="${test}-open"]`);
    const add = document.querySelector<HTMLElement>(`[data-test="${test}-add"]`);
    (toggles[Math.min(at, toggles.length - 1)] ?? add)?.focus();
  });
}

interface MoverProps {
  at: number;
  count: number;
  name: string;
  move: (by: -1 | 1) => void;
  test: string;
}

/** Two buttons that move a thing up and down. The first and the last have one that does nothing, and says so. */
export function Mover({ at, count, name, move, test }: MoverProps) {
  const button = (by: -1 | 1, label: string, sign: string, stopped: boolean, which: string) => (
    <button
      type="button"
      class="quiet square"
      aria-label={label}
      title={label}
      aria-disabled={stopped ? 'true' : undefined}
      onClick={() => {
        if (stopped) return;
        move(by);
        // Cards without an id of their own are told by their place: the focus goes along with the thing.
        setTimeout(() => document.querySelectorAll<HTMLElement>(`[data-test="${test}-${which}"]`)[at + by]?.focus());
      }}
      data-test={`${test}-${which}`}
    >
      <span aria-hidden="true">{sign}</span>
    </button>
  );
  return (
    <>
      {button(-1, cardWords.moveUp(name), '↑', at === 0, 'up')}
      {button(1, cardWords.moveDown(name), '↓', at === count - 1, 'down')}
    </>
  );
}

interface RowActsProps {
  /** of the thing */
  name: string;
  open: boolean;
  setOpen: (open: boolean) => void;
  children: ComponentChildren;
  test: string;
}

/** What can be done with a line that is edited in place. On phones it is behind a button, so that a line is one line. */
export function RowActs({ name, open, setOpen, children, test }: RowActsProps) {
  return (
    <>
      <button
        type="button"
        class="quiet square acts-toggle"
        aria-expanded={open}
        aria-label={cardWords.actsOn(name)}
        title={cardWords.actsOn(name)}
        onClick={() => setOpen(!open)}
        data-test={`${test}-acts`}
      >
        <span aria-hidden="true">⋯</span>
      </button>
      <div class={open ? 'card-acts row-acts' : 'card-acts row-acts closed'}>{children}</div>
    </>
  );
}
