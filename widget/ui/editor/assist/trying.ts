// What a voice is tried with.
import { all, loose, text } from '../../staff/loose';
import type { Voice } from './assistjson';

const mostExamples = 3;

/** The voice of a house that has not chosen one, as in the server's DefaultVoice. */
export const usual: Voice = { off: false, tone: 'plain', length: 'medium', language: 'article', wording: false, house: '' };

export const tones = ['plain', 'friendly', 'formal'] as const;
export const lengths = ['short', 'medium', 'long'] as const;
export const languages = ['article', 'customer'] as const;

/** Reads the voice of the house; what makes no sense is as usual. */
export function voiceOf(sent: unknown): Voice {
  const { off, tone, length, language, wording, house } = loose<Voice>(sent);
  return {
    off: off === true,
    tone: tones.find((known) => known === tone) ?? usual.tone,
    length: lengths.find((known) => known === length) ?? usual.length,
    language: languages.find((known) => known === language) ?? usual.language,
    wording: wording === true,
    house: text(house),
  };
}

interface Exam {
  questions: { question: string; articles: { status: string }[] }[];
}

interface Gaps {
  gaps: { example: string }[];
}

/** A few questions to try: of the exam those that an article answers, then those of gaps that are answered by now. */
export function examplesOf(exam: unknown, gaps: unknown): string[] {
  const fromExam = all(loose<Exam>(exam).questions, (sent) => {
    const { question, articles } = loose<Exam['questions'][number]>(sent);
    return all(articles, (article) => loose<{ status: string }>(article).status === 'published').some(Boolean) ? text(question) : '';
  });
  const fromGaps = all(loose<Gaps>(gaps).gaps, (sent) => text(loose<{ example: string }>(sent).example));
  return [...new Set([...fromExam, ...fromGaps].filter(Boolean))].slice(0, mostExamples);
}
