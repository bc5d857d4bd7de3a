// The sentence for each event of the log that has no text of its own.
import type { Event, Promised } from '../shared/wire';
import { moment } from '../staff/clock';
import { reasonWords } from '../staff/reasons';
import { about } from './standard';

/** What the sentences need to know beside the event. */
export interface Words {
  /** a cause in words */
  cause: (path: string) => string;
  /** ms since 1970 */
  now: number;
}

const said = (name: string | undefined, otherwise: string) => name || otherwise;
const lower = (words: string) => words.charAt(0).toLowerCase() + words.slice(1);

/** The sentence for an event, "" for one that needs none. */
export function happened(event: Event, words: Words): string {
  const by = event.from === 'agent' ? (event.name ?? '') : '';
  switch (event.kind) {
    case 'owner':
      return owner(event, by);
    case 'resolved':
      return `Resolved${by ? ` by ${by}` : ''}${event.cause ? `, cause: ${words.cause(event.cause)}` : ''}`;
    case 'reopened':
      return 'Opened again';
    case 'feedback':
      return event.helpful === true ? 'The customer says: this helped' : 'The customer says: this did not help';
    case 'rating':
      return `The customer rated ${event.score ?? 0} of 5${event.served ? `; ${event.served} had served` : ''}`;
    case 'contact':
      return `The customer left ${[event.name, event.email].filter(Boolean).join(', ')}`;
    case 'looked':
      return `${said(event.agent || event.name, 'A colleague')} looked at it; the customer was told`;
    case 'wait':
      return wait(event);
    case 'expired':
      return 'Nobody took it in time; the customer was told and asked for an address';
    case 'promise':
      return event.promise ? promised(event.promise, words.now) : '';
    case 'merged':
      return event.into ? 'It goes on in another conversation of the customer' : 'Another conversation of the customer was put together with this one';
    default:
      return forStaff(event, by, words);
  }
}

function owner(event: Event, by: string): string {
  const reason = reasonWords(event.reason);
  if (event.owner === 'bot') return by ? `${by} handed back to the bot` : 'Handed back to the bot';
  if (event.owner === 'agent') return taken(event, by);
  const where = event.team ? `To the queue of ${event.team}` : 'To the queue';
  return [
    reason ? `${where}: ${lower(reason)}` : where,
    event.before ? `before: ${event.before}` : '',
    event.place ? `place ${event.place}` : '',
    !event.staffed && event.reason !== 'released' ? 'nobody was online' : '',
  ]
    .filter(Boolean)
    .join(', ');
}

function taken(event: Event, by: string): string {
  const who = event.agent || by || 'An agent';
  const from = event.before ? ` from ${event.before}` : '';
  if (event.reason === 'transferred') return `${by || 'An agent'} passed it on to ${who}`;
  if (event.reason === 'assigned') return by && by !== who ? `${by} gave it to ${who}` : `It was given to ${who}`;
  if (event.reason === 'taken-over') return `${who} took over${from} as a supervisor`;
  return `${who} took over${from}`;
}

function wait(event: Event): string {
  const parts = ['The customer was told that it takes longer'];
  if (event.wait) parts.push(`half of the last ${event.samples ?? 0} waited at most ${about(event.wait * 1000)}`);
  if (event.place) parts.push(`place ${event.place}`);
  return parts.join(', ');
}

function promised(promise: Promised, now: number): string {
  const what = `“${promise.text}”`;
  const when = moment(promise.due, now);
  switch (promise.state) {
    case 'kept':
      return `Promise kept${promise.late ? ', late' : ''}: ${what}`;
    case 'late':
      return `Promise late since ${when}: ${what}`;
    case 'dropped':
      return `Promise taken back: ${what}${promise.why ? `, because: ${promise.why}` : ''}`;
    default:
      return `Promised by ${when}: ${what}`;
  }
}

/** What customers see nothing of. */
function forStaff(event: Event, by: string, { now }: Words): string {
  const who = said(by, 'The system');
  switch (event.kind) {
    case 'tags':
      return event.tags?.length ? `${who} set the tags: ${event.tags.join(', ')}` : `${who} took all tags off`;
    case 'priority':
      return `${who} set the priority: ${event.priority || 'normal'}`;
    case 'snooze':
      if (!event.until) return by ? `${by} took it up again` : 'It was taken up again';
      return event.until < 0 ? `${who} put it aside until the customer writes` : `${who} put it aside until ${moment(event.until, now)}`;
    case 'step':
      return `${who} ${event.done ? 'did' : 'undid'} a step of “${event.playbook ?? ''}”: ${event.step ?? ''}`;
    case 'reminder':
      return event.promise ? `Reminder: “${event.promise.text}” was promised by ${moment(event.promise.due, now)}` : '';
    case 'blocked':
      return `${who} ${event.undone ? 'unblocked' : 'blocked'} the customer${event.text ? `: ${event.text}` : ''}`;
    case 'neversay':
      return `A never-say rule held ${event.from === 'bot' ? 'the bot' : by || 'an agent'}${event.text ? `: “${event.text}”` : ''}`;
    case 'followup':
      return `${who} looked at the low rating${event.text ? `: ${event.text}` : ''}`;
    default:
      return '';
  }
}
