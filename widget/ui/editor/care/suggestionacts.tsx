import { useEffect, useRef } from 'preact/hooks';
import type { Suggestion } from './carejson';
import { cw } from './carewords';
import type { Closed, Closing } from './closing';

interface Props {
  suggestion: Suggestion;
  /** of the article */
  title: string;
  closing: Closing;
}

/** Closes a suggestion, and takes that back as long as it can be. */
export function SuggestionActs({ suggestion: { id }, title, closing }: Props) {
  const standing = closing.of(id);
  const undo = useRef<HTMLButtonElement>(null);
  const first = useRef<HTMLButtonElement>(null);
  const before = useRef(standing.name);
  // The button that was pressed is gone: the focus goes to what is in its place.
  useEffect(() => {
    const was = before.current;
    before.current = standing.name;
    if (was === 'open' && standing.name === 'undoable') undo.current?.focus();
    if (was === 'undoable' && standing.name === 'open') first.current?.focus();
  }, [standing.name]);
  const closed = standing.name !== 'open';
  const act = (as: Closed, words: string, ref?: typeof first) => (
    <button type="button" ref={ref} onClick={() => closing.close(id, as)} data-test={`suggestion-${as}`}>
      {words}
      <span class="gone">: “{title}”</span>
    </button>
  );
  return (
    <>
      {!closed && act('done', cw.done, first)}
      {!closed && act('declined', cw.decline)}
      <span role="status" data-test="suggestion-state" data-state={standing.name}>
        {closed && (standing.as === 'done' ? cw.isDone : cw.isDeclined)}
      </span>
      {standing.name === 'undoable' && (
        <button
          type="button"
          ref={undo}
          onClick={() => closing.undo(id)}
          onFocus={() => closing.hold(true)}
          onBlur={() => closing.hold(false)}
          onPointerEnter={() => closing.hold(true)}
          onPointerLeave={(event) => event.currentTarget !== document.activeElement && closing.hold(false)}
          data-test="suggestion-undo"
        >
          {cw.undo}
        </button>
      )}
      <span role="alert" class="fault">
        {standing.name === 'open' && standing.fault}
      </span>
    </>
  );
}
