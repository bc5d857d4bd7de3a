import { useEffect, useState } from 'preact/hooks';
import { renderNodes } from '../shared/nodes';
import { aborted, call, sentence } from '../staff/call';
import type { Preview as Rendered } from '../staff/http';
import { t } from './strings';

const pause = 300; // ms after the last letter before the server renders

/** What the server makes of the Markdown: the very renderer that publishes. */
export function Preview({ body, wait = pause }: { body: string; wait?: number }) {
  const [rendered, setRendered] = useState<Rendered | null>(null);
  const [fault, setFault] = useState('');
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    const stop = new AbortController();
    setBusy(true);
    const timer = setTimeout(
      () => {
        call<Rendered>('POST', '/api/editor/preview', { body }, stop.signal).then(
          (answer) => {
            setRendered(answer);
            setFault('');
            setBusy(false);
          },
          (refused: unknown) => {
            if (aborted(refused)) return;
            setFault(sentence(refused));
            setBusy(false);
          },
        );
      },
      rendered ? wait : 0,
    );
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [body]);
  return (
    <div class="preview" aria-busy={busy}>
      {fault && (
        <p role="alert" class="fault" data-test="preview-fault">
          {fault}
        </p>
      )}
      <div class="prose" dir="auto" data-test="preview">
        {body.trim() === '' ? <p class="hint">{t.previewEmpty}</p> : renderNodes(rendered?.body)}
      </div>
    </div>
  );
}
