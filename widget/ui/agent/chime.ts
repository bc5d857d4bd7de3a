// The sound on new work.
import type { Remembered } from '../staff/remembered';

const volume = 0.12;
const notes = [
  { hertz: 660, at: 0 },
  { hertz: 880, at: 0.14 },
];

/** Plays two short notes. Browsers allow that only after somebody touched the page. */
export class Chime {
  private context: AudioContext | null = null;

  constructor(private readonly kept: Remembered) {}

  get muted(): boolean {
    return this.kept.get('muted') === 'yes';
  }

  set muted(yes: boolean) {
    this.kept.set('muted', yes ? 'yes' : 'no');
  }

  /** Waits for the first click or key and gets ready then. Returns how to stop waiting. */
  arm(): () => void {
    const ready = () => {
      disarm();
      this.context ??= new AudioContext();
    };
    const disarm = () => {
      removeEventListener('pointerdown', ready);
      removeEventListener('keydown', ready);
    };
    addEventListener('pointerdown', ready);
    addEventListener('keydown', ready);
    return disarm;
  }

  play(): void {
    const { context } = this;
    if (this.muted || !context) return;
    void context.resume();
    for (const { hertz, at } of notes) {
      const start = context.currentTime + at;
      const tone = context.createOscillator();
      const loudness = context.createGain();
      tone.frequency.value = hertz;
      loudness.gain.setValueAtTime(0, start);
      loudness.gain.linearRampToValueAtTime(volume, start + 0.02);
      loudness.gain.exponentialRampToValueAtTime(0.001, start + 0.3);
      tone.connect(loudness).connect(context.destination);
      tone.start(start);
      tone.stop(start + 0.32);
    }
  }
}
