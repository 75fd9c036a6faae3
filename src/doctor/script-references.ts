import { posix } from "node:path";

/** Something of the repository that a workflow needs. Paths are relative to the repository's root. */
export type Reference =
  | { readonly kind: "file"; readonly path: string }
  | { readonly kind: "action"; readonly path: string }
  | { readonly kind: "npm-script"; readonly directory: string; readonly script: string };

/** Programs whose first argument is a script, and the options that may stand before it without taking a value. */
const INTERPRETERS: Readonly<Record<string, RegExp>> = {
  bash: /^-(?!.*c)[a-z]+$/,
  sh: /^-(?!.*c)[a-z]+$/,
  zsh: /^-(?!.*c)[a-z]+$/,
  node: /^--(?:no-warnings|enable-source-maps|experimental-[\w-]+)$/,
  python: /^-[uOB]$/,
  python3: /^-[uOB]$/,
  ruby: /^-w$/,
  perl: /^-w$/,
  tsx: /^$/,
};
const SCRIPT_FILE = /\.(?:sh|bash|[cm]?js|[cm]?ts|py|rb|pl)$/;
/** What a shell, or the workflow itself, replaces before it means anything. */
const REPLACED = /[$*?~`{}<>()]/;

/**
 * What the shell lines of one step need of the repository. It reads only what is plain: as soon as a line changes the
 * directory in a way that cannot be followed, or opens a here-document, the rest is left alone. A miss costs nothing; a
 * false alarm would teach people not to look.
 */
export function scriptReferences(script: string, directory: string): Reference[] {
  const references: Reference[] = [];
  let at = directory;
  for (const command of commandsOf(script)) {
    const words = wordsOf(command);
    const [program = ""] = words;
    if (REPLACED.test(at) || command.includes("<<") || program.startsWith("(") || program === "pushd") break;
    if (program === "cd") at = posix.join(at, words[1] ?? "$HOME");
    else references.push(...referencesOf(words, at));
  }
  return references;
}

function commandsOf(script: string): string[] {
  return script
    .replace(/\\\r?\n/g, " ")
    .split(/\r?\n|&&|\|\||[;|]/)
    .map((command) => command.trim())
    .filter((command) => command !== "" && !command.startsWith("#"));
}

function wordsOf(command: string): string[] {
  const words = command.split(/\s+/).map((word) => word.replace(/^(["'])(.*)\1$/, "$2"));
  const first = words.findIndex((word) => !/^[A-Za-z_]\w*=/.test(word) && !["sudo", "time", "exec", "then", "do", "!"].includes(word));
  return first === -1 ? [] : words.slice(first);
}

function referencesOf([program = "", ...args]: readonly string[], directory: string): Reference[] {
  if (program === "npm") return npmScript(args, directory);
  if (program === "chmod") return filesOf(args.slice(1), directory);
  if (program.includes("/")) return filesOf([program], directory);
  const options = INTERPRETERS[program];
  const script = options === undefined ? undefined : args.find((argument) => !options.test(argument));
  return script !== undefined && SCRIPT_FILE.test(script) ? filesOf([script], directory) : [];
}

function npmScript(args: readonly string[], directory: string): Reference[] {
  // These run the script of another package, or none at all.
  if (args.some((argument) => /^(?:--prefix|-C|-w|--workspaces?|-ws|--if-present)\b/.test(argument))) return [];
  const [verb = "", name = ""] = args.filter((argument) => !argument.startsWith("-"));
  const script = verb === "test" || verb === "t" ? "test" : verb === "run" || verb === "run-script" ? name : "";
  return script === "" || REPLACED.test(script) ? [] : [{ kind: "npm-script", directory: posix.normalize(directory), script }];
}

function filesOf(words: readonly string[], directory: string): Reference[] {
  return words
    .filter((word) => word !== "" && !word.startsWith("/") && !word.startsWith("-") && !REPLACED.test(word))
    .map((word) => posix.join(directory, word))
    .filter((path) => !path.startsWith(".."))
    .map((path) => ({ kind: "file", path }));
}
