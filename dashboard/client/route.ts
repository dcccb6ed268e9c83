import { createStore } from './store.ts';

/** A view of the page, all of which stands in its address, so that a link brings it back. */
export type Route = { readonly path: readonly string[]; readonly query: URLSearchParams; readonly figure: string };

const parse = (): Route => ({
  path: location.pathname
    .split('/')
    .filter((part) => part !== '')
    .map(decodeURIComponent),
  query: new URLSearchParams(location.search),
  figure: location.hash.slice(1),
});

export const route = createStore<Route>(parse());

export const pathTo = (...parts: readonly string[]): string => `/${parts.map(encodeURIComponent).join('/')}`;

export const goTo = (address: string): void => {
  history.pushState(null, '', address);
  route.set(parse());
  scrollTo(0, 0);
};

/** Changes parts of the view; null takes one out. The way back leads to another page, not through every brush stroke. */
export const changeQuery = (changes: Readonly<Record<string, string | null>>): void => {
  const query = new URLSearchParams(location.search);
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) query.delete(name);
    else query.set(name, value);
  }
  const text = query.toString();
  history.replaceState(null, '', `${location.pathname}${text === '' ? '' : `?${text}`}${location.hash}`);
  route.set(parse());
};

addEventListener('popstate', () => route.set(parse()));

/** Links within the page need no loading; those with a modifier key open as the reader wants. */
addEventListener('click', (event) => {
  const link = event.target instanceof Element ? event.target.closest('a') : null;
  if (link === null || link.origin !== location.origin || link.hasAttribute('download')) return;
  if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return;
  if (link.pathname === location.pathname && link.search === location.search && link.hash !== '') return;
  event.preventDefault();
  goTo(`${link.pathname}${link.search}${link.hash}`);
});
