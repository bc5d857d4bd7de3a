import { useEffect, useRef, useState } from 'preact/hooks';
import type { Go, Route } from './route';

const pause = 250; // ms after the last letter before the search runs

interface Props {
  route: Route;
  go: Go;
  label: string;
  test: string;
}

/** A field whose words become those of the place, a moment after the last letter. */
export function SearchField({ route, go, label, test }: Props) {
  const [words, setWords] = useState(route.q);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => setWords(route.q), [route.q]);
  useEffect(() => () => clearTimeout(timer.current), []);
  const type = (text: string) => {
    setWords(text);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => go({ ...route, q: text.trim(), page: 1 }, true), pause);
  };
  return <input type="search" aria-label={label} placeholder={label} value={words} onInput={(event) => type(event.currentTarget.value)} data-test={test} />;
}
