// What agents are told while the customer writes: that they do, and what, where the site wants that.

/** What telling needs of the world. */
export interface Ears {
  /** whether agents are told at all; with their text if `preview` */
  listening(preview: boolean): boolean;
  /** sends word, with the beginning of the text if agents may see it */
  tell(text: string | undefined): void;
  after(ms: number, f: () => void): void;
}

const restMillis = 3_000;
const previewMillis = 2_000;
const previewBytes = 500;

/** Tells agents of the draft now and then. */
export class Typing {
  /** agents see what is being typed */
  preview = false;
  #draft: string | undefined; // until the desk knows it
  #rests = false;
  readonly #ears: Ears;

  constructor(ears: Ears) {
    this.#ears = ears;
  }

  /** Takes note of what stands in the composer. */
  note(draft: string): void {
    this.#draft = draft;
    this.#tell();
  }

  #tell(): void {
    const { preview } = this;
    const draft = this.#draft;
    // Without a preview, an empty composer is no news.
    if (this.#rests || (preview ? draft === undefined : !draft) || !this.#ears.listening(preview)) return;
    this.#draft = undefined;
    this.#rests = true;
    this.#ears.after(preview ? previewMillis : restMillis, () => {
      this.#rests = false;
      if (preview) this.#tell(); // what was typed meanwhile; it may have been cleared
    });
    this.#ears.tell(preview ? begin(draft as string, previewBytes) : undefined);
  }
}

/** Returns the beginning of a text: whole characters of at most n bytes. */
function begin(text: string, n: number): string {
  return new TextDecoder().decode(new TextEncoder().encode(text).subarray(0, n), { stream: true });
}
