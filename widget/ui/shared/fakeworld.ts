// A world for tests: time stands still until told to go on, and the test plays the server.
import type { In, Out } from './wire';
import type { Wire, World } from './world';

/** The server's end of one connection. */
export class FakeWire implements Wire {
  onopen: ((event: never) => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;
  /** every frame that the client has sent */
  readonly sent: In[] = [];
  closed = false;

  send(data: string): void {
    this.sent.push(JSON.parse(data) as In);
  }

  close(): void {
    this.closed = true;
  }

  /** The connection is there. */
  open(): void {
    this.onopen?.(undefined as never);
  }

  /** The server says something. */
  say(frame: Omit<Out, 'v'>, v = 1): void {
    this.onmessage?.({ data: JSON.stringify({ v, ...frame }) });
  }

  /** The server or the network ends the connection. */
  cut(code = 1006): void {
    this.onclose?.({ code });
  }

  /** Frames of one type that the client has sent. */
  of(type: In['type']): In[] {
    return this.sent.filter((frame) => frame.type === type);
  }
}

interface Timer {
  at: number;
  f: () => void;
}

/** A world whose clock, chance and network belong to the test. */
export class FakeWorld implements World {
  time = 1_700_000_000_000;
  chance = 0.5;
  readonly wires: FakeWire[] = [];
  #timers: Timer[] = [];
  #wake: () => void = () => {};

  open(): Wire {
    const wire = new FakeWire();
    this.wires.push(wire);
    return wire;
  }

  now = (): number => this.time;

  random = (): number => this.chance;

  after = (ms: number, f: () => void): (() => void) => {
    const timer = { at: this.time + ms, f };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  };

  onWake(f: () => void): () => void {
    this.#wake = f;
    return () => {
      this.#wake = () => {};
    };
  }

  /** The network came back. */
  wake(): void {
    this.#wake();
  }

  /** The newest connection. */
  get wire(): FakeWire {
    const wire = this.wires.at(-1);
    if (!wire) throw new Error('the client has not connected');
    return wire;
  }

  /** Opens the newest connection and greets it. */
  welcome(frame: Partial<Out> = {}): FakeWire {
    const { wire } = this;
    wire.open();
    wire.say({ type: 'welcome', heartbeat: 25_000, ...frame });
    return wire;
  }

  /** The attempt that is under way fails, and the next one begins. */
  cutAndWake(): void {
    this.wire.cut();
    this.wake();
  }

  /** Lets time pass, and what was to happen in it happen in order. */
  pass(ms: number): void {
    const end = this.time + ms;
    for (;;) {
      const next = this.#timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
      if (!next) break;
      this.#timers = this.#timers.filter((other) => other !== next);
      this.time = next.at;
      next.f();
    }
    this.time = end;
  }
}

/** Lets promises settle. */
export async function settle(): Promise<void> {
  for (let i = 0; i < 10; i++) await Promise.resolve();
}
