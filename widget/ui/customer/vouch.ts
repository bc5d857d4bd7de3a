// The token by which the host page vouches for its user. The desk takes it from one browser only and for a
// limited time, so that the page may have to give another one.

/** What a token's holder needs of the world. */
export interface Host {
  /** asks the host page for a token; take() follows if it has one */
  askVouch(): void;
  /** tells the page's developer why the customer goes on unverified */
  unvouched(why: string): void;
}

/** The token that the host page has given, if any. */
export class Vouch {
  #token: string | undefined;
  #sent = 0; // in how many greetings
  #refused: string | undefined;
  #why = '';
  readonly #host: Host;

  constructor(host: Host) {
    this.#host = host;
  }

  /** Returns the token for a new connection. Asks for another one if the desk has refused the last. */
  next(): string | undefined {
    if (this.#token) this.#sent++;
    else if (this.#refused) this.#host.askVouch();
    return this.#token;
  }

  /** Takes a token from the host page. Reports whether there is a new one to connect with. */
  take(token: string | undefined): boolean {
    if (!token || token === this.#token) return false;
    const again = this.#sent > 1;
    this.#sent = 0;
    if (token !== this.#refused) this.#token = token;
    else if (again) this.#host.unvouched(this.#why); // the page has no other one
    return !!this.#token;
  }

  /** The desk has refused the token. One that was good before has expired: the page is asked at once. */
  refuse(why = ''): void {
    this.#refused = this.#token;
    this.#why = why;
    this.#token = undefined;
    if (this.#sent > 1) this.#host.askVouch();
    else this.#host.unvouched(why);
  }
}
