import type { ComponentChildren } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { w } from './strings-writing';

/** A part of the page that is shown when it is asked for. */
export interface Section {
  name: string;
  title: string;
  /** it stays as it is while another one is shown */
  stays?: boolean;
  show: () => ComponentChildren;
}

/** Sections of which one is shown; the arrow keys go from tab to tab. */
export function Sections({ all }: { all: readonly Section[] }) {
  const [chosen, setChosen] = useState(all[0]?.name);
  const [seen, setSeen] = useState<readonly string[]>([]);
  const tabs = useRef<HTMLDivElement>(null);
  const choose = (section: Section | undefined) => {
    if (!section) return;
    setChosen(section.name);
    setSeen([...seen, section.name]);
  };
  const move = (event: KeyboardEvent) => {
    const rtl = tabs.current && getComputedStyle(tabs.current).direction === 'rtl';
    const steps: Record<string, number> = { ArrowRight: rtl ? -1 : 1, ArrowLeft: rtl ? 1 : -1, Home: -Infinity, End: Infinity };
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const now = all.findIndex((section) => section.name === chosen);
    const to = Math.abs(step) === 1 ? (now + step + all.length) % all.length : step < 0 ? 0 : all.length - 1;
    choose(all[to]);
    tabs.current?.querySelectorAll<HTMLElement>('[role=tab]')[to]?.focus();
  };
  return (
    <div class="sections">
      <div role="tablist" aria-label={w.sections} ref={tabs} onKeyDown={move}>
        {all.map((section) => (
          <button
            type="button"
            role="tab"
            key={section.name}
            id={`tab-${section.name}`}
            aria-selected={section.name === chosen}
            aria-controls={`panel-${section.name}`}
            tabIndex={section.name === chosen ? 0 : -1}
            onClick={() => choose(section)}
            data-test={`section-${section.name}`}
          >
            {section.title}
          </button>
        ))}
      </div>
      {all.map((section) => (
        <div
          role="tabpanel"
          key={section.name}
          id={`panel-${section.name}`}
          aria-labelledby={`tab-${section.name}`}
          hidden={section.name !== chosen}
        >
          {(section.name === chosen || (section.stays && seen.includes(section.name))) && section.show()}
        </div>
      ))}
    </div>
  );
}
