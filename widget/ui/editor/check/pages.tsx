import { ExamPage } from './exampage';
import { NeverSayPage } from './neversaypage';
import { SynonymsPage } from './synonymspage';
import type { WordsProps } from './wordspage';

/** The pages on the exam and on words, loaded together when one of them is gone to. */
export function CheckPages(props: WordsProps) {
  const { place } = props.route;
  if (place === 'exam') return <ExamPage {...props} />;
  return place === 'synonyms' ? <SynonymsPage {...props} /> : <NeverSayPage {...props} />;
}
