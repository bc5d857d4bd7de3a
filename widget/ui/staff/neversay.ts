// What must not be said to customers.
import { listOf } from './draft';
import { loose, text } from './loose';

/** Something that must not be said to a customer. */
export interface NeverSay {
  id: string;
  phrase: string;
  /** the phrase is a regular expression */
  pattern: boolean;
  reason: string;
  alternative: string;
  bot: boolean;
  agents: boolean;
}

function readNeverSay(sent: unknown): NeverSay {
  const rule = loose<NeverSay>(sent);
  return {
    id: text(rule.id),
    phrase: text(rule.phrase),
    pattern: rule.pattern === true,
    reason: text(rule.reason),
    alternative: text(rule.alternative),
    bot: rule.bot === true,
    agents: rule.agents === true,
  };
}

/** How a list of rules is read. */
export const neverSayKind = listOf(readNeverSay);
