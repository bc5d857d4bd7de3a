// Whether somebody sits here: moved, typed or touched since the server was told last.

const signs = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart'] as const;

/** The signs of life of the person at this page. */
export class Activity {
  private seen = true; // opening the page is one

  /** Begins to look. Returns how to stop. */
  watch(on: Pick<Window, 'addEventListener' | 'removeEventListener'>): () => void {
    const note = () => {
      this.seen = true;
    };
    for (const sign of signs) on.addEventListener(sign, note, { passive: true, capture: true });
    return () => {
      for (const sign of signs) on.removeEventListener(sign, note, { capture: true });
    };
  }

  /** Reports whether there was a sign since the last call. */
  take(): boolean {
    const { seen } = this;
    this.seen = false;
    return seen;
  }
}
