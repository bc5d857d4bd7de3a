import { useEffect, useRef } from 'preact/hooks';
import type { ToDo } from './care/todo';
import { waiting } from './care/todo';
import { Link } from './link';
import type { Go, Route } from './route';
import { allGaps, home } from './route';

/** A part of the room. */
interface Part {
  words: string;
  to: Route;
  /** whether a place belongs to it */
  holds: (route: Route) => boolean;
  test: string;
}

// In the order in which they are shown.
const parts: readonly Part[] = [
  { words: 'Articles', to: home, holds: ({ gaps, place }) => !gaps && place === '', test: 'to-articles' },
  { words: 'Gaps', to: { ...home, gaps: allGaps }, holds: ({ gaps }) => gaps !== null, test: 'to-gaps' },
  { words: 'To do', to: { ...home, place: 'care' }, holds: ({ place }) => place === 'care', test: 'to-care' },
  { words: 'Exam', to: { ...home, place: 'exam' }, holds: ({ place }) => place === 'exam', test: 'to-exam' },
  { words: 'Words', to: { ...home, place: 'synonyms' }, holds: ({ place }) => place === 'synonyms' || place === 'neversay', test: 'to-words' },
  { words: 'Voice', to: { ...home, place: 'voice' }, holds: ({ place }) => place === 'voice', test: 'to-voice' },
  { words: 'Import', to: { ...home, place: 'import' }, holds: ({ place }) => place === 'import', test: 'to-import' },
];

/** The parts of the editor's room, and where one is. Without a language model there is no voice to hear. */
export function Nav({ route, go, todo, model }: { route: Route; go: Go; todo: ToDo; model: boolean }) {
  const n = waiting(todo.counts);
  const list = useRef<HTMLUListElement>(null);
  // On a narrow window the parts scroll: the one where somebody is shall be seen.
  useEffect(() => list.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' }), [route]);
  return (
    <nav class="parts-of-room" aria-label="Parts of this room">
      <ul ref={list}>
        {parts.filter(({ test }) => model || test !== 'to-voice').map((part) => (
          <li key={part.test}>
            <Link class="" to={part.to} go={go} test={part.test} current={part.holds(route)}>
              {part.words}
              {part.test === 'to-care' && n > 0 && (
                <span class="care-count" data-test="todo-count">
                  {n}
                  <span class="gone"> waiting</span>
                </span>
              )}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** The pages on words: what means the same, and what must not be said. */
export function WordsTabs({ route, go }: { route: Route; go: Go }) {
  return (
    <nav class="tabs" aria-label="Words">
      <Link class="button" to={{ ...home, place: 'synonyms' }} go={go} test="tab-synonyms" current={route.place === 'synonyms'}>
        Synonyms
      </Link>
      <Link class="button" to={{ ...home, place: 'neversay' }} go={go} test="tab-neversay" current={route.place === 'neversay'}>
        Never say
      </Link>
    </nav>
  );
}
