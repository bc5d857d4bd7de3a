import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';

interface Props<T> {
  /** the same function each time */
  load: () => Promise<T>;
  show: (module: T) => ComponentChildren;
  /** a part of a page: the rest of it does not wait */
  inside?: boolean;
}

const words = {
  loading: 'Loading…',
  fault: 'This part of the room could not be loaded. Reload the page.',
  reload: 'Reload',
};

/** A part of the room that the browser loads when it is first shown. */
export function Later<T>({ load, show, inside }: Props<T>) {
  const [module, setModule] = useState<{ is: T } | null>(null);
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    let here = true;
    load().then(
      (is) => here && setModule({ is }),
      () => here && setFailed(true),
    );
    return () => void (here = false);
  }, [load]);
  if (module) return <>{show(module.is)}</>;
  if (inside) return failed ? <p class="fault">{words.fault}</p> : null;
  return (
    <main class="editor-list">
      <div role="alert">{failed && <p class="fault">{words.fault}</p>}</div>
      {failed ? (
        <button type="button" onClick={() => location.reload()}>
          {words.reload}
        </button>
      ) : (
        <p role="status">{words.loading}</p>
      )}
    </main>
  );
}
