import { m } from './assistwords';

/** The mark of everything that a model has written and nobody has sent. */
export function Drafted() {
  return <span class="chip draft">{m.draft}</span>;
}
