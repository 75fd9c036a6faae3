import { execFile } from "node:child_process";
import { createWriteStream } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Random } from "../../src/core/ports.ts";
import { Git } from "../../src/git/git.ts";

export interface Scale {
  readonly files: number;
  readonly commits: number;
}

const PER_FOLDER = 50;
const FOLDERS_PER_AREA = 20;
const ENDINGS = ["ts", "ts", "ts", "py", "go", "java", "rs", "md", "json"];
/** As many words as a large repository's names and messages are made of, made of syllables. */
const NOUNS = Array.from({ length: 4000 }, (_, word) =>
  [word % 16, (word >> 4) % 16, (word >> 8) % 16]
    .map((part) => "ba ce di fo gu ka le mi no pu ra se ti vo wu za".split(" ")[part] ?? "")
    .join(""),
);
const VERBS = "add fix keep show sort load save check render remove".split(" ");

/** Few words are said often and most of them seldom, as in every text: word `n` about as often as `1 / n`. */
function nounOf(number: number): string {
  const share = ((number * 2_654_435_761) % 2 ** 32) / 2 ** 32;
  return NOUNS[Math.min(NOUNS.length - 1, Math.floor(NOUNS.length ** share) - 1 + Math.floor(share * 97))] ?? "";
}

/** The path of file number `file`: areas of folders of files, named by a few words. */
export function pathOf(file: number): string {
  const folder = Math.floor(file / PER_FOLDER);
  const area = Math.floor(folder / FOLDERS_PER_AREA);
  const name = `${nounOf(file)}-${nounOf(file * 31 + 7)}-${file}`;
  return `src/area${area}/${nounOf(folder)}${folder}/${name}.${ENDINGS[file % ENDINGS.length]}`;
}

/**
 * A bare repository of that many files and commits, made by `git fast-import`. Each commit changes one to four files that lie
 * together and says so in words that are partly theirs. @returns where it is, and its commits, oldest first.
 */
export async function makeRepository({ files, commits }: Scale, random: Random): Promise<{ readonly git: Git; readonly root: string }> {
  const root = await mkdtemp(join(tmpdir(), "signalbox-scale-"));
  const git = new Git({ gitDir: join(root, "scale.git"), cwd: root });
  await git.run(["init", "-q", "--bare", join(root, "scale.git")]);
  const stream = join(root, "import");
  await writeStream(stream, { files, commits }, random);
  // A stream of hundreds of megabytes goes in by a file, not through this process.
  await promisify(execFile)("sh", [
    "-c",
    'git --git-dir "$1" fast-import --quiet < "$2" && rm "$2"',
    "sh",
    join(root, "scale.git"),
    stream,
  ]);
  await git.run(["symbolic-ref", "HEAD", "refs/heads/main"]);
  return { git, root };
}

async function writeStream(path: string, { files, commits }: Scale, random: Random): Promise<void> {
  const out = createWriteStream(path);
  const write = async (text: string) => {
    if (!out.write(text)) await new Promise<void>((done) => out.once("drain", () => done()));
  };
  for (let commit = 0; commit < commits; commit++) {
    const [message, changed] = commit === 0 ? ["Everything", Array.from({ length: files }, (_, file) => file)] : change(files, random);
    await write(`commit refs/heads/main\ncommitter Bench <bench@example.test> ${1_600_000_000 + commit * 600} +0000\n${data(message)}`);
    for (const file of changed) await write(`M 100644 inline ${pathOf(file)}\n${data(contentOf(file, commit))}`);
  }
  await new Promise((done) => out.end("done\n", () => done(undefined)));
}

function change(files: number, random: Random): [string, number[]] {
  const pick = (below: number) => Math.floor(random.fraction() * below);
  // Some files are changed again and again, as everywhere.
  const first = random.fraction() < 0.5 ? pick(Math.max(1, Math.floor(files / 100))) : pick(files);
  const changed = new Set([first]);
  for (let more = pick(4); more > 0; more--) changed.add(Math.min(files - 1, first + pick(5)));
  const [a, b] = [nounOf(first), nounOf(first * 31 + 7)];
  return [
    `${VERBS[pick(VERBS.length)]} ${a} of ${b} in area${Math.floor(first / PER_FOLDER / FOLDERS_PER_AREA)}\n\nSo that the ${b} is right.`,
    [...changed],
  ];
}

function contentOf(file: number, commit: number): string {
  const neighbour = `./${pathOf(file - (file % PER_FOLDER))
    .split("/")
    .at(-1)}`;
  const lines = Array.from({ length: 8 }, (_, index) => `export function ${nounOf(file + index)}${file}x${index}() { return ${commit}; }`);
  return [`import "${neighbour}";`, ...lines, `app.get("/area/${file}", handler);`, ""].join("\n");
}

function data(text: string): string {
  return `data ${Buffer.byteLength(text)}\n${text}\n`;
}
