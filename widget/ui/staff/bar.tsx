import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { call, sentence } from './call';
import type { Surface } from './roles';
import { may, surfaces } from './roles';

/** The words of the bar. */
export interface BarWords {
  product: string;
  surfaces: string;
  agent: string;
  editor: string;
  /** "Settings" if not said */
  settings?: string;
  /** "Menu" if not said */
  menu?: string;
  signOut: string;
}

interface Props {
  words: BarWords;
  here: Surface;
  title: string;
  name: string;
  roles: readonly string[];
  /** asked before leaving; false keeps the page */
  leave?: () => boolean;
  /** stays in sight on phones, where the rest is behind a button */
  lead?: ComponentChildren;
  children?: ComponentChildren;
}

/** The bar on top of every surface: where you are, where else you may go, who you are. */
export function Bar({ words, here, title, name, roles, leave, lead, children }: Props) {
  const [fault, setFault] = useState('');
  const [open, setOpen] = useState(false);
  const signOut = async () => {
    if (leave && !leave()) return;
    try {
      await call('POST', '/api/sign-out', {});
      location.assign('/sign-in');
    } catch (refused) {
      setFault(sentence(refused));
    }
  };
  const allowed = surfaces.filter((surface) => may(roles, surface));
  // A single link to the page one is on says nothing.
  const elsewhere = allowed.some((surface) => surface !== here);
  return (
    <header class={elsewhere ? 'bar both' : 'bar'} data-menu={open ? 'open' : 'closed'}>
      <button type="button" class="quiet square bar-menu" aria-expanded={open} aria-label={words.menu ?? 'Menu'} onClick={() => setOpen(!open)} data-test="bar-menu">
        <span aria-hidden="true">☰</span>
      </button>
      <h1>
        <span class="brand">{words.product}</span> <span class="place">{title}</span>
      </h1>
      {elsewhere && (
        <nav aria-label={words.surfaces}>
          {allowed.map((surface) => (
            <a
              key={surface}
              href={surface}
              aria-current={surface === here ? 'page' : undefined}
              data-test={`go-${surface.slice(1)}`}
            >
              {nameOf(words, surface)}
            </a>
          ))}
        </nav>
      )}
      <div class="bar-end">
        {fault && (
          <span role="alert" class="fault">
            {fault}
          </span>
        )}
        {lead && <div class="bar-lead">{lead}</div>}
        {children}
        {name && <span class="me">{name}</span>}
        <button type="button" class="quiet" onClick={signOut} data-test="sign-out">
          {words.signOut}
        </button>
      </div>
    </header>
  );
}

function nameOf(words: BarWords, surface: Surface): string {
  if (surface === '/settings') return words.settings ?? 'Settings';
  return surface === '/agent' ? words.agent : words.editor;
}
