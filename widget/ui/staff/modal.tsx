import type { ComponentChildren } from 'preact';
import { useId, useLayoutEffect, useRef } from 'preact/hooks';

interface Props {
  title: string;
  close: string;
  onClose: () => void;
  /** a class of the stylesheet that says how wide and where */
  look?: 'wide' | 'drawer';
  test: string;
  children: ComponentChildren;
}

/**
 * A modal dialog: shown while it is rendered. Esc, the button and a click beside it call onClose; the
 * focus goes back to where it was.
 */
export function Modal({ title, close, onClose, look, test, children }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useId();
  useLayoutEffect(() => {
    const shown = dialog.current;
    shown?.showModal();
    return () => shown?.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      class={`modal ${look ?? ''}`}
      data-test={test}
      aria-labelledby={heading}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => {
        if (event.target === dialog.current) onClose();
      }}
    >
      <div class="sheet">
        <div class="sheet-head">
          <h2 id={heading}>{title}</h2>
          <button type="button" class="quiet square" aria-label={close} onClick={onClose} data-test={`${test}-close`}>
            <span aria-hidden="true">✕</span>
          </button>
        </div>
        {children}
      </div>
    </dialog>
  );
}
