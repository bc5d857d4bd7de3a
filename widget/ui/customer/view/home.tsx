// The first screen: search, start or continue a conversation, articles that are often read.
import type { Props } from './desk';
import { Links } from './links';
import { Search } from './search';

/** The first screen. */
export function Home({ desk }: Props) {
  const { site, t } = desk;
  return (
    <div class="scroll">
      <h1 tabIndex={-1} dir="auto">
        {site.greeting || site.title}
      </h1>
      <Search desk={desk}>
        <Talk desk={desk} />
        <Links desk={desk} title={t.top} articles={site.top} />
      </Search>
    </div>
  );
}

function Talk({ desk: { site, session, t, chat } }: Props) {
  const { conversation, outbox } = session;
  const goesOn = conversation && !conversation.ended && (conversation.head || outbox.list(conversation.id).length);
  const staffed = conversation?.state?.staffed ?? site.staffed;
  const start = () => {
    if (conversation?.ended) session.begin();
    chat();
  };
  return (
    <section class="card">
      <p class={staffed ? 'presence here' : 'presence'}>{staffed ? t.staffed : t.unstaffed}</p>
      <p class="muted">{site.hours && t.hours(site.hours)}</p>
      <p class="muted">{t.startHint}</p>
      <button class="primary" onClick={start}>
        {goesOn ? t.goOn : t.start}
      </button>
    </section>
  );
}
