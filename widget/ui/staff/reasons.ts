// Why a conversation changed hands, in words.
import type { Reason } from '../shared/wire';

const reasons: Record<Reason, string> = {
  asked: 'Asked for a person',
  'low-confidence': 'No sure answer in the articles',
  'twice-failed': 'Two answers did not help',
  anger: 'The customer is upset',
  'search-down': 'Articles could not be searched',
  'bot-failed': 'The bot failed',
  reopened: 'Wrote again after it was resolved',
  released: 'Put back by an agent',
  transferred: 'Passed on by an agent',
  assigned: 'Given to the agent',
  'taken-over': 'Taken over by a supervisor',
  'agent-gone': 'The agent’s connection was lost',
  'agent-silent': 'The agent did not answer in time',
  'never-say': 'A rule forbids what the bot would have said',
  undone: 'An action on many was undone',
};

/** A reason in words; one that is not known here as it is. */
export function reasonWords(reason: string | undefined): string {
  return reason ? (reasons[reason as Reason] ?? reason) : '';
}
