/**
 * How agents tell a model where they are: `Working directory: /x` (claude, opencode), `working in the directory: /x`
 * (qwen), `**Workspace Directories:**\n  - /x` (gemini), `<cwd>/x</cwd>` (codex).
 */
const SAID = /(?:working directory:|working in the directory:|workspace directories:\*\*(?:\\n)?|<cwd>)[\s-]*(\/[^\s"\\<]*)/i;

/** The directory an agent says it works in, out of a request's JSON; null where it says none. */
export function workingDirectory(body: string): string | null {
  return SAID.exec(body)?.[1] ?? null;
}
