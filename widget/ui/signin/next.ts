// Where to go after signing in.
import { home } from '../staff/roles';

/**
 * Returns the address to open after signing in: the wanted one if it is a path of this very origin and
 * not the sign-in page again, else the surface of the role. The address is absolute, so that a path such
 * as //other.example cannot be read as another host.
 */
export function destination(wanted: string | null, roles: readonly string[], origin: string): string {
  const own = new URL(home(roles), origin).href;
  if (!wanted || !wanted.startsWith('/')) return own;
  let url: URL;
  try {
    url = new URL(wanted, origin);
  } catch {
    return own;
  }
  const path = url.pathname;
  if (url.origin !== origin || path.startsWith('//') || path.startsWith('/sign-in')) return own;
  return url.href;
}
