import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { isSafe } from '../shared/nodes';
import type { State } from '../shared/wire';
import { useTicking } from '../staff/clock';
import type { Knowledge } from './api';
import type { Console } from './console';
import { CustomerData } from './customerdata';
import { t as labels } from './labels';
import { t } from './strings';
import type { Thread } from './thread';
import { contactOf, ratingOf } from './thread';
import { WordDialog } from './worddialog';

interface Props {
  desk: Console;
  thread: Thread;
  state: State;
}

/** Who the customer is. What the host page vouches for is marked as verified; below stands what nobody vouches for. */
export function Facts({ desk, thread, state }: Props) {
  const known = desk.shelf.knowledge;
  // The log is ahead of the state: what the customer left stands there at once.
  const contact = contactOf(thread.events);
  const email = contact.email || known?.email || state.email;
  const given = contact.name || known?.name; // the state's name may be made up, and nobody claims that
  const rating = ratingOf(thread.events);
  const verified = known?.verified ?? state.verified === true;
  // What the log says later than the server's answer is the customer's own word.
  const unsure = (field: 'name' | 'email' | 'locale', value: string | undefined, own: string) =>
    value !== undefined && value !== '' && (!verified || (known?.unverified ?? []).includes(field) || (own !== '' && own !== known?.[field]));
  const page = state.page || known?.page;
  const referrer = state.referrer || known?.referrer;
  const zone = state.zone || known?.zone;
  const locale = state.locale || known?.locale;
  const claimed = [
    unsure('name', given, contact.name) && t.name,
    unsure('email', email, contact.email) && t.email,
    page && t.page,
    referrer && labels.referrer,
    unsure('locale', locale, '') && t.locale,
    zone && timeIn(zone, Date.now()) && labels.localTime,
  ].filter((name): name is string => typeof name === 'string' && name !== '');
  return (
    <section>
      <h2>
        {t.customer} {verified && <span class="chip good" title={labels.verifiedHint} data-test="verified">✓ {labels.verified}</span>}
        {(known?.blocked ?? state.blocked) && <span class="chip withdrawn">{labels.blockedBadge}</span>}
      </h2>
      <dl class="facts" data-test="customer">
        <Fact name={t.name}>{given || t.unknown}</Fact>
        <Fact name={t.email}>{email ? <a href={`mailto:${encodeURIComponent(email)}`}>{email}</a> : t.unknown}</Fact>
        {verified && known?.subject && <Fact name={labels.subject}>{known.subject}</Fact>}
        {verified && Object.entries(known?.attributes ?? {}).map(([key, value]) => (
          <Fact key={key} name={key}>
            {value}
          </Fact>
        ))}
        <Fact name={t.page}>{page ? <Page address={page} /> : t.unknown}</Fact>
        {referrer && (
          <Fact name={labels.referrer}>
            <Page address={referrer} />
          </Fact>
        )}
        <Fact name={t.locale}>{locale || t.unknown}</Fact>
        {zone && <LocalTime zone={zone} />}
        {rating > 0 && <Fact name={t.rating}>{`${rating} / 5`}</Fact>}
        <Ratings known={known} />
      </dl>
      {claimed.length > 0 && (
        <p class="unsure" data-test="unverified">
          {labels.unverified(claimed)}
        </p>
      )}
      <Blocking desk={desk} conversation={thread.id} blocked={known?.blocked ?? state.blocked ?? false} />
      <CustomerData key={`data ${thread.id}`} desk={desk} conversation={thread.id} />
    </section>
  );
}

function Ratings({ known }: { known: Knowledge | null }) {
  if (!known?.ratings || known.ratings.n === 0) return null;
  return <Fact name={labels.ratingsTitle}>{labels.ratings(known.ratings.n, known.ratings.mean)}</Fact>;
}

interface FactProps {
  name: string;
  children: ComponentChildren;
}

function Fact({ name, children }: FactProps) {
  return (
    <div>
      <dt dir="auto">{name}</dt>
      <dd dir="auto">{children}</dd>
    </div>
  );
}

/** What the clock shows where the customer is. */
function LocalTime({ zone }: { zone: string }) {
  const shown = useTicking((now) => timeIn(zone, now), [zone]);
  if (!shown) return null;
  return (
    <Fact name={labels.localTime}>
      <span dir="auto">{`${shown} (${zone})`}</span>
    </Fact>
  );
}

/** The time and weekday in a zone, "" if there is no such zone. */
export function timeIn(zone: string, now: number): string {
  try {
    return new Intl.DateTimeFormat('en-GB', { timeZone: zone, weekday: 'short', hour: '2-digit', minute: '2-digit' }).format(now);
  } catch {
    return '';
  }
}

/** The page comes from the customer's browser: only web addresses become links. */
function Page({ address }: { address: string }) {
  const short = address.replace(/^https?:\/\//i, '');
  if (!isSafe(address) || /^mailto:/i.test(address)) return <>{address}</>;
  return (
    <a href={address} target="_blank" rel="noopener noreferrer">
      {short}
    </a>
  );
}

function Blocking({ desk, conversation, blocked }: { desk: Console; conversation: string; blocked: boolean }) {
  const [open, setOpen] = useState(false);
  return (
    <p class="side-actions">
      <button type="button" class="quiet" onClick={() => setOpen(true)} data-test={blocked ? 'unblock' : 'block'}>
        {blocked ? labels.unblock : labels.block}
      </button>
      {open && (
        <WordDialog
          title={blocked ? labels.unblockTitle : labels.blockTitle}
          label={labels.blockLabel}
          submit={blocked ? labels.unblockNow : labels.blockNow}
          test="block"
          close={() => setOpen(false)}
          done={(text) => {
            void desk.acts.run({ type: blocked ? 'unblock' : 'block', text }, conversation);
            setOpen(false);
          }}
        />
      )}
    </p>
  );
}
