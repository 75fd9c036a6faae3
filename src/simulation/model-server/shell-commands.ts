/** Shell commands that do what a file tool does, for agents that offer nothing but a shell. */

export function writeCommand(path: string, content: string): string {
  return `mkdir -p "$(dirname -- ${quoted(path)})" && printf %s ${base64(content)} | base64 -d > ${quoted(path)}`;
}

/**
 * Fails, and changes nothing, unless the text is there exactly once. An insertion, whose replacement holds what it
 * replaces, may be made already: then there is nothing to do.
 */
export function editCommand(path: string, find: string, replace: string): string {
  return `node -e ${quoted(EDIT_PROGRAM)} ${quoted(path)} ${base64(find)} ${base64(replace)}`;
}

const EDIT_PROGRAM = [
  'const fs = require("fs"), [path, ...encoded] = process.argv.slice(1);',
  'const [find, replace] = encoded.map((text) => Buffer.from(text, "base64").toString());',
  'const text = fs.readFileSync(path, "utf8"), parts = text.split(find);',
  "if (replace.includes(find) && text.includes(replace)) process.exit(0);",
  'if (parts.length !== 2) throw new Error("the text is there " + (parts.length - 1) + " times");',
  "fs.writeFileSync(path, parts.join(replace));",
].join(" ");

function base64(text: string): string {
  return quoted(Buffer.from(text, "utf8").toString("base64"));
}

/** One word of a shell command, whatever is in it. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
