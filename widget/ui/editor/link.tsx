import type { ComponentChildren } from 'preact';
import type { Go, Route } from './route';
import { address } from './route';

interface Props {
  to: Route;
  go: Go;
  class: string;
  test: string;
  /** where one is */
  current?: boolean;
  children: ComponentChildren;
}

/** A link within the room. A plain click stays on the page; a new tab or window is left to the browser. */
export function Link({ to, go, class: look, test, current, children }: Props) {
  return (
    <a
      href={address(to)}
      class={look}
      data-test={test}
      aria-current={current ? 'page' : undefined}
      onClick={(event) => {
        if (event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
        event.preventDefault();
        go(to);
      }}
    >
      {children}
    </a>
  );
}
