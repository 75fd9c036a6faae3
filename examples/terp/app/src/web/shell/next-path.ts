/** Where to go after signing in: a path of ours, or undefined. An address of another site is none. */
export function nextPath(text: string | null): string | undefined {
  return text !== null && /^\/(?![/\\])/.test(text) ? text : undefined;
}
