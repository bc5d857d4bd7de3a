// How the model words what the bot says, as the document "voice" has it.
import { byteLength } from '../shared/format';
import type { Kind } from '../staff/draft';
import { loose, text } from '../staff/loose';
import { t } from './strings';

export const tones = ['plain', 'friendly', 'formal'] as const;
export const lengths = ['short', 'medium', 'long'] as const;
export const languages = ['article', 'customer'] as const;

/** The document. It changes nothing about what is said, only how. */
export interface Voice {
  /** customers read the articles word for word */
  off: boolean;
  tone: (typeof tones)[number];
  length: (typeof lengths)[number];
  language: (typeof languages)[number];
  /** questions back and small talk are worded by the model, too */
  wording: boolean;
  /** further words for the model about the style of the house */
  house: string;
}

/** How many bytes the words about the house may have. */
export const mostHouse = 600;

function oneOf<T extends string>(all: readonly T[], sent: unknown, usual: T): T {
  return all.find((one) => one === sent) ?? usual;
}

function read(sent: unknown): Voice {
  const voice = loose<Voice>(sent);
  return {
    off: voice.off === true,
    tone: oneOf(tones, voice.tone, 'plain'),
    length: oneOf(lengths, voice.length, 'medium'),
    language: oneOf(languages, voice.language, 'article'),
    wording: voice.wording === true,
    house: text(voice.house),
  };
}

/** What is wrong with the words about the house, as a sentence; "" if nothing is. */
export function faultOfHouse(house: string): string {
  const over = byteLength(house) - mostHouse;
  return over > 0 ? t.voice.houseTooLong(over) : '';
}

export const voiceKind: Kind<Voice> = {
  empty: read(null),
  read,
  fault: ({ house }) => faultOfHouse(house),
  ready: (voice) => ({ ...voice, house: voice.house.trim() }),
};
