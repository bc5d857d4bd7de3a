// Views with a memory. A function makes one for each place on the screen; its variables live as long
// as the place, and it says when to draw again. This is what hooks would give, in a tenth of the bytes.
import { Component } from 'preact';
import type { ComponentChildren, ComponentClass } from 'preact';

/** A view in its place. */
export interface Live<P> {
  draw(props: P): ComponentChildren;
  /** called once, when the elements are there for the first time */
  shown?(): void;
  /** called whenever the elements are as they were drawn */
  drawn?(): void;
  gone?(): void;
}

/** Returns a component that is made anew in each place. `make` must not draw at once. */
export function view<P>(make: (redraw: () => void, first: P) => Live<P>): ComponentClass<P> {
  return class extends Component<P> {
    readonly #live: Live<P>;

    constructor(props: P) {
      super(props);
      this.#live = make(() => this.setState({}), props);
    }

    override render(): ComponentChildren {
      return this.#live.draw(this.props as P);
    }

    override componentDidMount(): void {
      this.#live.shown?.();
      this.#live.drawn?.();
    }

    override componentDidUpdate(): void {
      this.#live.drawn?.();
    }

    override componentWillUnmount(): void {
      this.#live.gone?.();
    }
  };
}
