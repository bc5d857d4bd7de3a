// Small values kept in the browser. Storage may be blocked or full: then they live as long as the page.

/** A place for values that outlive a reload where the browser allows it. */
export class Remembered {
  private readonly memory = new Map<string, string>();

  constructor(
    private readonly storage: () => Storage,
    private readonly prefix: string,
  ) {}

  get(key: string): string {
    const kept = this.memory.get(key);
    if (kept !== undefined) return kept;
    try {
      return this.storage().getItem(this.prefix + key) ?? '';
    } catch {
      return '';
    }
  }

  /** Keeps the value; an empty one is forgotten. */
  set(key: string, value: string): void {
    this.memory.set(key, value);
    try {
      if (value === '') this.storage().removeItem(this.prefix + key);
      else this.storage().setItem(this.prefix + key, value);
    } catch {
      // The value stays in memory.
    }
  }
}

/** Values of this browser. */
export function inBrowser(prefix: string): Remembered {
  return new Remembered(() => localStorage, prefix);
}

/** Values of this tab. */
export function inTab(prefix: string): Remembered {
  return new Remembered(() => sessionStorage, prefix);
}
