import { moment } from '../staff/clock';
import { causeLabel } from './causes';
import type { Console } from './console';
import { t } from './labels';

/** The customer's other conversations, newest first. */
export function History({ desk }: { desk: Console }) {
  const all = desk.shelf.knowledge?.conversations ?? [];
  return (
    <section>
      <h2>{t.history}</h2>
      {all.length === 0 && <p class="hint">{t.noHistory}</p>}
      <ul class="earlier" data-test="history">
        {all.map((each) => (
          <li key={each.id}>
            <button type="button" class="link" onClick={() => desk.select(each.id)} data-test="history-open">
              <span dir="auto">{each.snippet || each.id}</span>
            </button>{' '}
            <span class="hint">
              {[
                moment(each.updated, Date.now()),
                each.status === 'open' ? t.open : each.cause ? causeLabel(desk.shelf.causes, each.cause) : t.resolved,
                each.rating ? t.rated(each.rating) : '',
              ]
                .filter(Boolean)
                .join(' · ')}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
