// A gap is told of the article that is written for it.
import { useRef } from 'preact/hooks';
import { Refusal, call } from '../staff/call';
import { g } from './gapwords';
import type { Work } from './work';

/**
 * Returns what tells the gap of its article, once. What fails is tried again when the article is saved or published:
 * the article itself is safe.
 */
export function useGapNote(gap: string, work: Work): (article: string) => Promise<void> {
  const noted = useRef(gap === '');
  return async (article) => {
    if (noted.current) return;
    try {
      await call('POST', '/api/editor/gap/write', { id: gap, article });
      noted.current = true;
    } catch (refused) {
      // A gap that is no more needs no article.
      if (refused instanceof Refusal && refused.status === 404) noted.current = true;
      else work.setFault({ text: g.notNoted });
    }
  };
}
