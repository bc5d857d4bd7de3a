import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { titleID } from '../../staff/draftbar';
import { t } from '../strings';

interface Props {
  title: string;
  intro: string;
  /** somebody came here from elsewhere in the room, so that the focus has to be put somewhere */
  arrived: boolean;
  /** beside the title */
  acts?: ComponentChildren;
  /** above the title */
  tabs?: ComponentChildren;
  test: string;
  state: string;
  dirty?: boolean;
  children: ComponentChildren;
}

/** The frame of a page beside the articles: its head and what stands below it. */
export function Page({ title, intro, arrived, acts, tabs, test, state, dirty = false, children }: Props) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (arrived) heading.current?.focus();
  }, []);
  useEffect(() => {
    document.title = `${dirty ? '• ' : ''}${title} · ${t.bar.product}`;
  }, [title, dirty]);
  return (
    <main class="editor-list check-page" data-test={test} data-state={state}>
      {tabs}
      <div class="list-head">
        <h2 id={titleID} tabIndex={-1} ref={heading}>
          {title}
        </h2>
        {acts}
      </div>
      <p class="hint intro">{intro}</p>
      {children}
    </main>
  );
}
