/** How qwen, with many tools, names those it keeps back until its model searches for them: `mcp__box__claim` in its own words. */
const NAMED = /\bmcp__[A-Za-z0-9-]+__\w+/g;

/** Tools of MCP servers that an agent names in a request's JSON; it takes a call of one that it does not offer as well. */
export function keptTools(body: string): readonly string[] {
  return [...new Set(body.match(NAMED))];
}
