// Exam scripts: one question a line, an arrow, and the ids of the articles that answer it. The same text is read and
// written by the server's commands.

/** A question of a script. */
export interface Line {
  question: string;
  /** what is asked before it in the same conversation, oldest first */
  before: string[];
  /** ids; none: nobody knows, a person has to */
  articles: string[];
  /** where it stands, from 1; 0 if it was not read */
  line: number;
}

/** What was read; or, in the first line that cannot be, why. */
export interface Script {
  questions: Line[];
  fault: { line: number; text: string } | null;
}

const nobody = 'nobody'; // no article answers it
const anything = 'anything'; // asked only for the sake of the next lines

const quotedLine = /^"((?:[^"\\]|\\.)*)"\s*(?:→|->|=>)(.*)$/;
const plainLine = /^(.*?)\s*(?:→|->|=>)(.*)$/;
const expectedPart = /^\s*(?:"((?:[^"\\]|\\.)*)"|([^,"#\s][^,"#]*?))\s*(,|#.*$|$)/;

/** Reads a script, as far as it can be read. */
export function readScript(text: string): Script {
  const questions: Line[] = [];
  let said: string[] = [];
  for (const [i, line] of text.replace(/^\ufeff/, '').split(/\r?\n/).entries()) {
    const words = line.trim();
    if (words.startsWith('##')) said = [];
    if (!words || words.startsWith('#')) continue;
    const indented = /^\s/.test(line);
    const read = readLine(words);
    const fault = typeof read === 'string' ? read : indented && said.length === 0 ? 'it is indented, but there is no question above it' : '';
    if (fault || typeof read === 'string') return { questions, fault: { line: i + 1, text: fault } };
    if (!indented) said = [];
    if (read.articles) questions.push({ question: read.question, before: said, articles: read.articles, line: i + 1 });
    said = [...said, read.question];
  }
  return { questions, fault: null };
}

/** The question of a line and what is expected, null if nothing is; or why the line cannot be read. */
function readLine(words: string): { question: string; articles: string[] | null } | string {
  const quoted = quotedLine.exec(words);
  const parts = quoted ?? plainLine.exec(words);
  if (!parts) return 'the arrow is missing; write “question → article”';
  const question = quoted ? unquoted(parts[1] ?? '') : (parts[1] ?? '');
  if (!question) return 'the question is missing';
  const ids: string[] = [];
  let plain = '';
  for (let rest = parts[2] ?? ''; ; ) {
    const part = expectedPart.exec(rest);
    if (!part) return 'the article is missing after the arrow; write its id, or “nobody”';
    plain = part[2] ?? '';
    ids.push(part[1] === undefined ? plain : unquoted(part[1]));
    if (part[3] !== ',') break;
    rest = rest.slice(part[0].length);
  }
  if (ids.length === 1 && plain === nobody) return { question, articles: [] };
  return { question, articles: ids.length === 1 && plain === anything ? null : ids };
}

const escapes: Record<string, string> = { n: '\n', r: '\r', t: '\t' };

function unquoted(text: string): string {
  return text.replace(/\\(.)/g, (_, letter: string) => escapes[letter] ?? letter);
}

function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&').replace(/\n/g, '\\n').replace(/\r/g, '\\r').replace(/\t/g, '\\t')}"`;
}

/** Writes questions as a script that reads as the same ones. What follows on what was just written is indented. */
export function writeScript(questions: readonly Omit<Line, 'line'>[]): string {
  const lines: string[] = [];
  let said: string[] = [];
  const write = (question: string, expected: string) => {
    const plain = question !== '' && question.trim() === question && !/→|->|=>|^["#]|[-=]$|[\n\r\ufeff]/.test(question);
    lines.push(`${said.length > 0 ? '  ' : ''}${plain ? question : quoted(question)} → ${expected}`);
    said.push(question);
  };
  for (const { question, before, articles } of questions) {
    if (before.length === 0 || JSON.stringify(before) !== JSON.stringify(said)) {
      said = [];
      for (const words of before) write(words, anything);
    }
    write(question, articles.map(expectedID).join(', ') || nobody);
  }
  return lines.map((line) => line + '\n').join('');
}

function expectedID(id: string): string {
  const plain = id !== '' && id.trim() === id && id !== nobody && id !== anything && !/→|->|=>|[,"#\n\r\ufeff]/.test(id);
  return plain ? id : quoted(id);
}
