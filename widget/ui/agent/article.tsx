import { useEffect, useRef, useState } from 'preact/hooks';
import type { Span } from '../shared/nodes';
import { renderNodes } from '../shared/nodes';
import type { Candidate, Citation } from '../shared/wire';
import { aborted, call, sentence } from '../staff/call';
import { moment } from '../staff/clock';
import type { Reading } from '../staff/http';
import { Modal } from '../staff/modal';
import { FixHere } from './fix';
import { t } from './strings';

/** An article to read, of a certain revision (0 for the published one), with what was quoted from it. */
export interface Reference {
  article: string;
  revision: number;
  spans: Span[];
}

/** The spans that a message quotes from a revision of an article. */
export function citedIn(citations: Citation[] | undefined, of: Pick<Candidate, 'article' | 'revision'>): Span[] {
  return (citations ?? []).filter((citation) => citation.article === of.article && citation.revision === of.revision);
}

/** What a text rests on, each source once: several sentences of a draft may rest on the same one. */
export function sourcesOf(citations: Citation[] | null | undefined): Citation[] {
  const all = citations ?? [];
  return all.filter(({ n }, i) => all.findIndex((other) => other.n === n) === i);
}

/** Everything that the message quotes from the article of one of its citations. */
export function referenceOf(citation: Citation, all: Citation[] | undefined): Reference {
  return { article: citation.article, revision: citation.revision, spans: citedIn(all, citation) };
}

interface Props {
  reference: Reference;
  close: () => void;
  read: (reference: Reference) => void;
}

/** An article beside the conversation, with the quoted blocks marked. */
export function ArticleDrawer({ reference, close, read }: Props) {
  const [article, setArticle] = useState<Reading | null>(null);
  const [fault, setFault] = useState('');
  const body = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const stop = new AbortController();
    setArticle(null);
    setFault('');
    const query = new URLSearchParams({ id: reference.article });
    if (reference.revision > 0) query.set('revision', String(reference.revision));
    call<Reading>('GET', `/api/staff/article?${query}`, undefined, stop.signal).then(setArticle, (refused: unknown) => {
      if (!aborted(refused)) setFault(sentence(refused));
    });
    return () => stop.abort();
  }, [reference]);
  useEffect(() => {
    body.current?.querySelector('.cited')?.scrollIntoView({ block: 'center' });
  }, [article]);
  const follow = (id: string) => read({ article: id, revision: 0, spans: [] });
  return (
    <Modal title={article?.title ?? t.article} close={t.close} onClose={close} look="drawer" test="article">
      {!article && !fault && <p role="status">{t.reading}</p>}
      {fault && (
        <p role="alert" class="fault">
          {fault}
        </p>
      )}
      {article && (
        <>
          <p class="hint">{t.updated(moment(article.updated, Date.now()), article.revision)}</p>
          {article.withdrawn && <p class="notice">{t.withdrawn}</p>}
          <FixHere about={article} />
          <div class="prose" ref={body} dir="auto" tabIndex={0}>
            {renderNodes(article.body, { cited: reference.spans, onArticle: follow })}
          </div>
        </>
      )}
    </Modal>
  );
}
