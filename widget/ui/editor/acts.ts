// What is done with an article as a whole: publishing, withdrawing, both at a time, and asking somebody to read it.
import { call } from '../staff/call';
import type { Article, Scheduled } from '../staff/http';
import type { Comparison } from './check/checkjson';
import { t } from './strings';
import { w } from './strings-writing';
import type { Outcome, Stopped, Work } from './work';

/** The acts. Each tells how it ended; a reason overrules the exam. */
export interface Acts {
  publish: (overrule?: string) => Promise<Outcome>;
  withdraw: (overrule?: string) => Promise<Outcome>;
  /** due in ms since 1970 */
  schedule: (act: Scheduled['act'], due: number, overrule?: string) => Promise<Outcome>;
  unschedule: (act: Scheduled['act']) => Promise<Outcome>;
  askReview: (note: string) => Promise<Outcome>;
  sendBack: (note: string) => Promise<Outcome>;
}

type Published = Article & { comparison?: Comparison | null };

interface Desk {
  work: Work;
  article: Article | null;
  /** the revision in the editor, saved first if something differs; null if that did not work */
  saved: () => Promise<{ id: string; revision: number } | null>;
  show: (article: Article) => void;
  published: (article: Article) => Promise<void>;
  /** the acts as they are when the exam is overruled: what was typed may be saved by then */
  newest: () => Acts;
}

/** Makes the acts of an article. */
export function actsOn({ work, article, saved, show, published, newest }: Desk): Acts {
  const id = article?.id ?? '';
  const post = (path: string, body: unknown) => call<Published>('POST', `/api/editor/${path}`, body);

  /** Asks the server and shows its answer. */
  const act = async (what: Parameters<Work['during']>[0], path: string, body: object, done: string, retry?: Omit<Stopped, 'comparison'>) => {
    const answer = await work.during(what, () => post(path, body), retry);
    if (!answer) return undefined;
    const { comparison } = answer;
    show(answer);
    work.setDone(comparison && comparison.asked > 0 ? `${done} ${w.examNow(comparison.is, comparison.asked)}` : done);
    return answer;
  };

  return {
    publish: async (overrule) => {
      const it = await saved();
      if (!it) return work.outcome();
      const retry = { act: 'publish', overrule: (reason: string) => newest().publish(reason) } as const;
      const answer = await act('publishing', 'publish', { ...it, overrule }, t.publishedDone, retry);
      if (answer) await published(answer);
      return work.outcome();
    },
    withdraw: async (overrule) => {
      await act('withdrawing', 'withdraw', { id, overrule }, t.withdrawnDone, { act: 'withdraw', overrule: (reason) => newest().withdraw(reason) });
      return work.outcome();
    },
    schedule: async (what, due, overrule) => {
      const it = what === 'publish' ? await saved() : { id, revision: 0 };
      if (!it) return work.outcome();
      const retry = { act: 'schedule', overrule: (reason: string) => newest().schedule(what, due, reason) } as const;
      await act('working', 'schedule', { ...it, act: what, due, overrule }, w.scheduledDone, retry);
      return work.outcome();
    },
    unschedule: async (what) => {
      await act('working', 'unschedule', { id, act: what }, w.unscheduledDone);
      return work.outcome();
    },
    askReview: async (note) => {
      const it = await saved();
      if (it) await act('working', 'review', { ...it, note }, w.reviewAsked);
      return work.outcome();
    },
    sendBack: async (note) => {
      await act('working', 'review/return', { id, note }, w.sentBack);
      return work.outcome();
    },
  };
}
