// Entries of the log that are not messages, in words made from what the event says.
import type { Event } from '../../shared/wire';
import type { Texts } from '../locale/en';

/** Returns the words for an event that is not a message, "" if it needs none. */
export function lineText(event: Event, t: Texts): string {
  const { kind, email } = event;
  if (kind === 'owner') return ownerText(event, t);
  if (kind === 'resolved' || kind === 'reopened') return t[kind];
  return kind === 'contact' && email ? t.willWrite(email) : '';
}

function ownerText({ owner, reason, agent, place, staffed }: Event, t: Texts): string {
  if (owner === 'agent') return t.joined(agent || t.team);
  if (owner === 'bot') return t.botBack;
  const parts = [reason && t.reasons[reason], t.handedOver, staffed ? place && t.place(place) : t.readLater];
  return parts.filter(Boolean).join(' ');
}
