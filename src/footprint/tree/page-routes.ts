/** Files that are a route by where they lie: `app/needs/new/page.tsx` and `pages/needs/new.tsx` of Next and its like. */
export function pagesOf(route: string, pages: readonly string[]): readonly string[] {
  return pages.filter((path) => routeOf(path) === route);
}

function routeOf(path: string): string | undefined {
  const below = /(?:^|\/)(?:app|pages|routes)\/(.*)$/.exec(path)?.[1];
  if (below === undefined) return undefined;
  const segments = below
    .replace(/(?:^|\/)(?:\+?page|\+?route|index)\.[a-z]+$/, "")
    .replace(/\.[a-z]+$/, "")
    .split("/")
    // Route groups `(shop)` are folders only.
    .filter((segment) => segment !== "" && !/^\(.*\)$/.test(segment));
  return `/${segments.join("/")}`;
}
