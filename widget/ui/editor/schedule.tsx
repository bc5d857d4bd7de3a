import { moment } from '../staff/clock';
import type { Article, Scheduled } from '../staff/http';
import { w } from './strings-writing';

interface Props {
  article: Article;
  busy: boolean;
  cancel: (act: Scheduled['act']) => void;
}

/** What happens to the article at a time, and what should have happened and did not. */
export function ScheduleBanner({ article: { schedule }, busy, cancel }: Props) {
  const now = Date.now();
  return (
    <>
      {schedule?.map((each) => {
        const when = moment(each.due, now);
        return (
          <div key={each.act} class={`notice ${each.fault ? 'bad' : ''}`} data-test={`scheduled-${each.act}`}>
            <p>{each.fault ? w.didNotHappen(each, when) : w.willHappen(each, when, each.author)}</p>
            <button type="button" disabled={busy} onClick={() => cancel(each.act)} data-test="unschedule">
              {w.cancelDate}
            </button>
          </div>
        );
      })}
    </>
  );
}
