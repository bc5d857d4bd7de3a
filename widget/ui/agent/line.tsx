import { Component } from 'preact';
import type { ComponentChild } from 'preact';
import type { Row } from '../shared/wire';
import { span, useTicking } from '../staff/clock';
import type { Console } from './console';
import { t as labels } from './labels';
import { tagsOf } from './news';
import { chipOf } from './standard';
import { t } from './strings';

interface Props {
  desk: Console;
  row: Row;
  /** ids of the rows as they are shown, for a range; a new function each time, and no reason to draw again */
  order: () => readonly string[];
  /** title */
  team: string;
  unread: boolean;
  open: boolean;
  busy: boolean;
  chosen: boolean;
  /** only to be opened: neither chosen for an action nor accepted from here */
  plain?: boolean;
}

const compared = ['row', 'team', 'unread', 'open', 'busy', 'chosen'] as const;

/** One conversation in the list. Drawn again only when something about it changed: there may be hundreds. */
export class Line extends Component<Props> {
  override shouldComponentUpdate(next: Props): boolean {
    return compared.some((name) => next[name] !== this.props[name]);
  }

  override render(): ComponentChild {
    const { desk, row, unread, open, busy, chosen, plain } = this.props;
    const takes = row.view === 'waiting' && !plain;
    return (
      <li class={takes ? 'row takes' : 'row'} data-unread={unread ? 'yes' : undefined} data-chosen={open ? 'yes' : undefined}>
        {!plain && (
          <label class="tick">
            <input
              type="checkbox"
              checked={chosen}
              aria-label={labels.chooseRow(row.name)}
              onClick={(event) => desk.bulk.toggle(row.id, event.shiftKey, this.props.order())}
              data-test="choose-row"
            />
          </label>
        )}
        <button
          type="button"
          class="open"
          aria-current={open ? 'true' : undefined}
          onClick={() => desk.select(row.id)}
          data-test="row"
          data-conversation={row.id}
        >
          <span class="row-head">
            <span class="row-top">
              <span class="who" dir="auto">
                {row.name}
              </span>
              {unread && (
                <span class="dot">
                  <span class="gone">{t.unread}</span>
                </span>
              )}
              <When row={row} />
            </span>
            <span class="snippet" dir="auto">
              {row.from === 'bot' && t.ofBot}
              {row.from === 'agent' && t.ofAgent}
              {row.snippet}
            </span>
          </span>
          <Chips row={row} team={this.props.team} />
        </button>
        {takes && (
          <button
            type="button"
            class="main take"
            aria-label={t.acceptNamed(row.name)}
            disabled={busy}
            onClick={() => void desk.acts.run({ type: 'accept' }, row.id)}
            data-test="accept-row"
          >
            {t.accept}
          </button>
        )}
      </li>
    );
  }
}

/** Everything about the row that is said in a word or two. */
export function Chips({ row, team }: { row: Row; team: string }) {
  const { view } = row;
  const owner = view === 'closed' || view === 'followup' ? (row.agent ?? '') : view === 'team' ? t.owner(row.owner, row.agent, false) : '';
  return (
    <span class="row-end">
      {row.priority && row.priority !== 'normal' && <span class={`chip ${row.priority}`}>{labels.priorityChip(row.priority)}</span>}
      <StandardChip due={row.due} warn={row.warn} standard={row.standard} />
      {row.mentions ? <span class="chip good">@ {labels.mentions(row.mentions)}</span> : null}
      {row.promises ? <span class="chip">{labels.promisesOpen(row.promises)}</span> : null}
      {view === 'snoozed' && row.snoozed && <span class="chip">{labels.snoozedUntil(row.snoozed, Date.now())}</span>}
      {row.follow_up ? <span class="chip over">{labels.ratedLow}</span> : null}
      {tagsOf(row).map((tag) => (
        <span key={tag} class="chip tag">
          {tag}
        </span>
      ))}
      <span class="owner">{[owner, view !== 'bot' ? labels.reason(row.reason) : '', team].filter(Boolean).join(' · ')}</span>
      {row.looking && <span class="owner">{labels.looking(row.looking)}</span>}
    </span>
  );
}

/** The service standard that runs out next, in words and colour. */
export function StandardChip(clock: Pick<Row, 'due' | 'warn' | 'standard'>) {
  const shown = useTicking(
    (now) => {
      const chip = chipOf(clock, now);
      return chip ? `${chip.look} ${chip.text}` : '';
    },
    [clock.due, clock.warn, clock.standard],
  );
  if (!shown) return null;
  const blank = shown.indexOf(' ');
  const look = { plain: '', warn: 'over', bad: 'withdrawn' }[shown.slice(0, blank)] ?? '';
  return (
    <span class={`chip ${look}`} data-test="standard">
      {shown.slice(blank + 1)}
    </span>
  );
}

/** How long the customer waits, or how old the newest event is. */
function When({ row }: { row: Row }) {
  const waits = row.view === 'waiting' && row.since !== undefined;
  const from = waits ? (row.since as number) : row.updated;
  const shown = useTicking((now) => span(now - from), [from]);
  return (
    <span class="when" title={new Date(from).toLocaleString()} data-test="wait">
      {waits && <span class="gone">{t.waits} </span>}
      {shown}
    </span>
  );
}
