// Where the connection to the desk stands, and whether that is worth a word.
import type { Status } from '../shared/socket';
import { closeCode } from '../shared/wire';
import { Refusal, call } from '../staff/call';

const bannerAfter = 2_000;

/** The connection as the page shows it. */
export class Link {
  connection: Status = { name: 'connecting' };
  /** the connection has been away long enough to say so */
  away = false;

  private welcomed = false;
  private timer: ReturnType<typeof setTimeout> | undefined;

  /** `changed` is called after a change, `signIn` when the session has ended. */
  constructor(
    private readonly changed: () => void,
    private readonly signIn: () => void,
  ) {}

  status(status: Status): void {
    this.connection = status;
    if (status.name === 'open') {
      clearTimeout(this.timer);
      this.timer = undefined;
      this.away = false;
    } else if (status.name !== 'stopped') {
      this.timer ??= setTimeout(() => {
        this.away = true;
        this.changed();
      }, bannerAfter);
    }
    if (status.name === 'stopped' && status.code === closeCode.signedOut) this.signIn();
    this.changed();
  }

  welcome(): void {
    this.welcomed = true;
  }

  /** The connection was lost. One that is refused before its greeting may mean that the session has ended. */
  closed(stop: () => void): void {
    if (!this.welcomed) void this.checkSession(stop);
    this.welcomed = false;
  }

  private async checkSession(stop: () => void): Promise<void> {
    try {
      await call('GET', '/api/me');
    } catch (fault) {
      if (fault instanceof Refusal && fault.status === 401) {
        stop();
        this.signIn();
      }
    }
  }
}
