// On phones the open panel fills the screen: sized by the visual viewport, so that the keyboard does
// not cover the composer, with the rest of the page inert.

/** Holds the host page still while the panel fills the screen. */
export class Fullscreen {
  readonly #stilled = new Set<HTMLElement>();
  #overflow = '';
  #active = false;
  readonly #host: HTMLElement;
  readonly #box: HTMLElement;

  constructor(
    host: HTMLElement,
    box: HTMLElement,
  ) {
    this.#host = host;
    this.#box = box;
  }

  /** Applies or lifts it; may be called at any time. */
  set(active: boolean): void {
    if (active) this.#still();
    if (active === this.#active) return;
    this.#active = active;
    const style = document.documentElement.style;
    const viewport = window.visualViewport;
    if (active) {
      this.#overflow = style.overflow;
      style.overflow = 'hidden';
      viewport?.addEventListener('resize', this.#fit);
      viewport?.addEventListener('scroll', this.#fit);
      this.#fit();
      return;
    }
    style.overflow = this.#overflow;
    viewport?.removeEventListener('resize', this.#fit);
    viewport?.removeEventListener('scroll', this.#fit);
    this.#box.style.height = this.#box.style.transform = '';
    for (const element of this.#stilled) element.inert = false;
    this.#stilled.clear();
  }

  /** Everything beside the widget becomes inert; what was inert before stays so afterwards. */
  #still(): void {
    for (const element of document.body.children) {
      if (element === this.#host || !(element instanceof HTMLElement) || element.inert) continue;
      element.inert = true;
      this.#stilled.add(element);
    }
  }

  readonly #fit = (): void => {
    const viewport = window.visualViewport;
    if (!viewport) return;
    this.#box.style.height = `${viewport.height}px`;
    this.#box.style.transform = `translateY(${viewport.offsetTop}px)`;
  };
}
