import { useRef } from 'preact/hooks';
import { useDrop } from '../drop';
import { iw, sizeWords } from './importwords';
import { accepted } from './upload';

/** Takes a file that is chosen or dropped. */
export function Choose({ choose }: { choose: (files: ArrayLike<File>) => void }) {
  const drop = useDrop(choose);
  return (
    <section class="import-choose">
      <h3>{iw.fileTitle}</h3>
      <div
        class={drop.over ? 'drop-zone dropping' : 'drop-zone'}
        {...drop.handlers}
        data-test="import-drop"
      >
        <span>{iw.drop}</span>
        <Pick words={iw.choose} choose={choose} look="main" />
        <span class="hint">{iw.limits}</span>
      </div>
      <details class="help">
        <summary>{iw.kindsTitle}</summary>
        <dl>
          {iw.kinds.map(([name, what]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{what}</dd>
            </div>
          ))}
        </dl>
      </details>
    </section>
  );
}

/** A button that asks for a file. */
export function Pick({ words, choose, look }: { words: string; choose: (files: ArrayLike<File>) => void; look?: string }) {
  const picker = useRef<HTMLInputElement>(null);
  return (
    <>
      <button type="button" class={look} onClick={() => picker.current?.click()} data-test="import-choose">
        {words}
      </button>
      <input
        type="file"
        hidden
        ref={picker}
        accept={accepted}
        onChange={(event) => {
          choose([...(event.currentTarget.files ?? [])]);
          event.currentTarget.value = '';
        }}
        data-test="import-file"
      />
    </>
  );
}

/** How far a file is on its way. */
export function Sending({ file, share, stop }: { file: File; share: number; stop: () => void }) {
  const words = share < 1 ? iw.sending(file.name) : iw.reading(file.name);
  return (
    <section class="drop-zone" data-test="import-sending">
      <label>
        <span dir="auto">{words}</span>
        {/* What the server does with it has no measure: no value shows that it goes on. */}
        {share < 1 ? <progress value={share} /> : <progress />}
      </label>
      <span class="hint">{sizeWords(file.size)}</span>
      <button type="button" onClick={stop} data-test="import-stop">
        {iw.stop}
      </button>
    </section>
  );
}
