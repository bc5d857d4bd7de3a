// The panel's items in the host page's own storage: first-party there, where a frame's storage would
// be partitioned or blocked. In memory where the host's storage is blocked too.

/** Items of one site, by key. */
export class Keep {
  readonly #memory = new Map<string, string>();
  readonly #prefix: string;

  constructor(site: string) {
    this.#prefix = `frontdesk:${site}:`;
  }

  /** Returns everything kept. What could be stored wins over what is only in memory. */
  all(): Record<string, string> {
    const items: Record<string, string> = Object.fromEntries(this.#memory);
    this.#each((name, storage) => {
      items[name.slice(this.#prefix.length)] = storage.getItem(name) ?? '';
    });
    return items;
  }

  /** Keeps a value; null removes it. */
  put(key: string, value: string | null): void {
    try {
      if (value === null) localStorage.removeItem(this.#prefix + key);
      else localStorage.setItem(this.#prefix + key, value);
      this.#memory.delete(key);
    } catch {
      if (value === null) this.#memory.delete(key);
      else this.#memory.set(key, value);
    }
  }

  /** Forgets everything. */
  clear(): void {
    this.#memory.clear();
    this.#each((name, storage) => storage.removeItem(name));
  }

  #each(f: (name: string, storage: Storage) => void): void {
    try {
      const storage = localStorage;
      for (const name of Object.keys(storage)) if (name.startsWith(this.#prefix)) f(name, storage);
    } catch {
      // blocked: everything is in memory
    }
  }
}
