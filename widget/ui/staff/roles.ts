// Which surfaces a role may use.

/** A surface for staff. */
export type Surface = '/agent' | '/editor' | '/settings';

/** Every surface, in the order in which they are shown. */
export const surfaces: readonly Surface[] = ['/agent', '/editor', '/settings'];

const allowed: Record<Surface, readonly string[]> = {
  '/agent': ['agent', 'manager', 'admin'],
  '/editor': ['editor', 'manager', 'admin'],
  '/settings': ['manager', 'admin'],
};

/** Reports whether one of the roles may use the surface. The server decides; this hides dead ends. */
export function may(roles: readonly string[], surface: Surface): boolean {
  return roles.some((role) => allowed[surface].includes(role));
}

/** The surface where somebody with these roles starts to work. */
export function home(roles: readonly string[]): Surface {
  return may(roles, '/agent') || !may(roles, '/editor') ? '/agent' : '/editor';
}

/** Reports whether one of the roles may publish although the exam gets worse. The server decides here, too. */
export function mayOverrule(roles: readonly string[]): boolean {
  return roles.some((role) => role === 'manager' || role === 'admin');
}
