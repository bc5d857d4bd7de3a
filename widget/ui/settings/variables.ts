// Variables in canned replies, read as the server reads them: {{customer}}, blanks and capitals do not matter.

/** Names that the server knows. */
export const variables = ['customer', 'agent', 'team', 'site', 'page', 'standard', 'today'] as const;

export type Variable = (typeof variables)[number];

/** A part of a canned reply. */
export interface Piece {
  kind: 'text' | 'variable' | 'unknown' | 'unclosed';
  /** the text as it stands, or the variable's name */
  text: string;
}

/** Takes a canned reply apart. */
export function piecesOf(text: string): Piece[] {
  const out: Piece[] = [];
  const say = (plain: string) => {
    if (plain) out.push({ kind: 'text', text: plain });
  };
  let rest = text;
  for (let open = rest.indexOf('{{'); open >= 0; open = rest.indexOf('{{')) {
    const behind = rest.slice(open + 2);
    const close = behind.indexOf('}}');
    const next = behind.indexOf('{{');
    say(rest.slice(0, open));
    if (close < 0 || (next >= 0 && next < close)) {
      out.push({ kind: 'unclosed', text: '{{' });
      rest = behind;
      continue;
    }
    const name = behind.slice(0, close).trim().toLowerCase();
    out.push({ kind: isVariable(name) ? 'variable' : 'unknown', text: name });
    rest = behind.slice(close + 2);
  }
  for (let close = rest.indexOf('}}'); close >= 0; close = rest.indexOf('}}')) {
    say(rest.slice(0, close));
    out.push({ kind: 'unclosed', text: '}}' });
    rest = rest.slice(close + 2);
  }
  say(rest);
  return out;
}

export function isVariable(name: string): name is Variable {
  return (variables as readonly string[]).includes(name);
}

/** What is wrong with the variables of a reply, each fault once. */
export function faultsOf(text: string): string[] {
  const faults = piecesOf(text).flatMap((piece) => {
    if (piece.kind === 'unknown') return [`{{${piece.text}}} is not known. Use one of: ${variables.join(', ')}.`];
    if (piece.kind === 'unclosed') return ['Some braces have no partner. Write {{customer}}, with two on each side.'];
    return [];
  });
  return [...new Set(faults)];
}
