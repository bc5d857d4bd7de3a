import { useEffect, useRef } from 'preact/hooks';

/** One thing to do, as a button. */
export interface Action {
  test: string;
  name: string;
  run: () => void;
}

interface Props {
  name: string;
  actions: readonly Action[];
  busy: boolean;
  test: string;
}

/** Actions disclosed by a button. Esc, a choice and a click elsewhere close it. */
export function Menu({ name, actions, busy, test }: Props) {
  const box = useRef<HTMLDetailsElement>(null);
  const close = () => {
    if (box.current) box.current.open = false;
  };
  useEffect(() => {
    const elsewhere = (event: Event) => {
      if (event.target instanceof Node && !box.current?.contains(event.target)) close();
    };
    document.addEventListener('pointerdown', elsewhere);
    document.addEventListener('focusin', elsewhere);
    return () => {
      document.removeEventListener('pointerdown', elsewhere);
      document.removeEventListener('focusin', elsewhere);
    };
  }, []);
  return (
    <details
      class="menu"
      ref={box}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || !box.current?.open) return;
        close();
        box.current.querySelector('summary')?.focus();
      }}
    >
      <summary class="button" data-test={test}>
        {name} <span aria-hidden="true">▾</span>
      </summary>
      <div class="menu-list">
        {actions.map((action) => (
          <button
            type="button"
            class="quiet"
            key={action.test}
            disabled={busy}
            onClick={() => {
              close();
              box.current?.querySelector('summary')?.focus(); // where a dialog gives the focus back to
              action.run();
            }}
            data-test={action.test}
          >
            {action.name}
          </button>
        ))}
      </div>
    </details>
  );
}
