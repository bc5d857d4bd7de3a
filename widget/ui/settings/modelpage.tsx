import { useState } from 'preact/hooks';
import type { Known, ModelDay, ModelReport } from './model';
import { byPurpose, check, costOf, count, dayWords, renewal, stateWords, tokenWords, tokens } from './model';
import { t } from './strings';

interface Props {
  known: Known;
  reload: () => Promise<void>;
}

/** Whether the language model answers, what it may take and what it took. */
export function Model({ known, reload }: Props) {
  const { report, fault, signedOut } = known;
  const [asking, setAsking] = useState(false);
  const [asked, setAsked] = useState<{ ok: boolean; words: string } | null>(null);
  const ask = async () => {
    if (asking) return;
    setAsking(true);
    setAsked(null);
    setAsked(await check());
    setAsking(false);
    await reload();
  };
  return (
    <main class="section" data-test="section-model" data-state={fault ? 'failed' : report ? 'ready' : 'loading'}>
      <div class="section-head">
        <h2 tabIndex={-1} id="section-title">
          {t.section.model}
        </h2>
        {report && (
          <button type="button" aria-disabled={asking ? 'true' : undefined} onClick={() => void ask()} data-test="model-check">
            {asking ? t.model.asking : t.model.ask}
          </button>
        )}
        <div class="messages">
          <div role="alert" data-test="fault">
            {fault && (
              <p class="notice bad">
                {fault} {signedOut && <a href="/sign-in?next=%2Fsettings%23model">{t.signInAgain}</a>}
              </p>
            )}
          </div>
          <div role="status" data-test="model-checked">
            {asked && <p class={asked.ok ? 'notice' : 'notice bad'}>{asked.words}</p>}
          </div>
        </div>
      </div>
      <p class="hint intro">{t.intro.model}</p>
      {!report && !fault && <p role="status">{t.loading}</p>}
      {fault && (
        <button type="button" onClick={() => void reload()} data-test="retry">
          {t.retry}
        </button>
      )}
      {report && <Report report={report} />}
    </main>
  );
}

function Report({ report }: { report: ModelReport }) {
  return (
    <>
      <h3 dir="auto" data-test="model-name">
        {report.name}
      </h3>
      <p class={report.why ? 'notice bad' : 'notice said'} data-test="model-state">
        {stateWords(report, Date.now())}
      </p>
      <Limits report={report} />
      <Days report={report} />
    </>
  );
}

/** What may be taken in a day, with what is taken of it. */
function Limits({ report: { limits, today, sites } }: { report: ModelReport }) {
  const purposes = byPurpose(today);
  return (
    <section class="model-limits" aria-labelledby="model-limits">
      <h3 id="model-limits">{t.model.limits}</h3>
      <p class="hint">{t.model.limitsHint(renewal(Date.now()))}</p>
      <Limit name={t.model.limit.day} used={tokens(today)} limit={limits.day} />
      {(sites ?? []).map(({ site, tokens: used }) => (
        <Limit key={site} name={t.model.limit.site(site)} used={used} limit={limits.site} />
      ))}
      {!sites?.length && limits.site > 0 && <p>{t.model.each.site(count(limits.site))}</p>}
      {limits.visitor > 0 && <p>{t.model.each.visitor(count(limits.visitor))}</p>}
      {limits.address > 0 && <p>{t.model.each.address(count(limits.address))}</p>}
      {purposes.length > 0 && (
        <p data-test="model-purposes">{t.model.ofIt(purposes.map(({ name, use }) => `${name} ${tokenWords(use)}`).join(', '))}</p>
      )}
      {today.refused > 0 && <p>{t.model.refused(today.refused)}</p>}
    </section>
  );
}

function Limit({ name, used, limit }: { name: string; used: number; limit: number }) {
  const words = limit > 0 ? t.model.usedOf(count(used), count(limit)) : t.model.used(count(used));
  return (
    <div class="model-limit" data-test="model-limit">
      <span dir="auto">{name}</span>
      <span>{words}</span>
      {limit > 0 && <meter min={0} max={limit} high={limit * 0.9} optimum={0} value={Math.min(used, limit)} aria-label={`${name}: ${words}`} />}
    </div>
  );
}

function Days({ report: { days, priced } }: { report: ModelReport }) {
  const costs = priced || days.some(({ cost }) => cost > 0);
  return (
    // It can be wider than a phone; the keyboard must be able to scroll it.
    <div class="kept-table model-days" tabIndex={0} role="region" aria-labelledby="model-days">
      <table data-test="model-days">
        <caption id="model-days">
          <strong>{t.model.days(days.length)}</strong>
        </caption>
        <thead>
          <tr>
            {t.model.head.map((title) => (
              <th scope="col" key={title}>
                {title}
              </th>
            ))}
            {costs && <th scope="col">{t.model.cost}</th>}
          </tr>
        </thead>
        <tbody>
          {days.map((day) => (
            <Line key={day.date} day={day} costs={costs} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Line({ day, costs }: { day: ModelDay; costs: boolean }) {
  const about = (n: number) => (day.estimated > 0 ? t.about(count(n)) : count(n));
  return (
    <tr data-test="model-day" data-date={day.date}>
      <th scope="row">{dayWords(day.date)}</th>
      <td>{count(day.requests)}</td>
      <td>{count(day.failed)}</td>
      <td>{count(day.refused)}</td>
      <td>{about(day.prompt)}</td>
      <td>{about(day.completion)}</td>
      {costs && <td>{costOf(day.cost)}</td>}
    </tr>
  );
}
