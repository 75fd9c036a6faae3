import { createHash } from "node:crypto";
import { access, constants, rm } from "node:fs/promises";
import { join } from "node:path";
import { SignalboxError } from "../core/errors.ts";
import { Git } from "../git/git.ts";
import { readTextFile, writeFileAtomically } from "../system/files.ts";
import { localRepositoryPath } from "./local-remote.ts";
import { HOOK_MARK, protectHook, TOKEN_FILE } from "./protect-hook.ts";

export interface Protection {
  readonly protected: boolean;
  /** One sentence: why not, or what guards main. */
  readonly reason: string;
}

const HOOK_MODE = 0o755;
const TOKEN = /^[A-Za-z0-9_-]{16,200}$/;
const BRANCH = /^[A-Za-z0-9][A-Za-z0-9._/-]{0,200}$/;
const ADVERTISE = "receive.advertisePushOptions";

/**
 * Makes a bare repository on this machine refuse every push that moves its main branch without `token` as push option,
 * and every push that deletes or rewinds it. Only the token's SHA-256 is kept there. Doing it again is harmless; another
 * token is allowed beside the first, so each host may have its own.
 * A pre-receive hook that is not ours is never touched: the remote then stays unprotected, and the reason says so.
 * @throws SignalboxError `bad-input` when the token or branch name has a form that could not be kept safely.
 */
export async function protectRemote(remote: string, main: string, token: string): Promise<Protection> {
  if (!TOKEN.test(token)) throw new SignalboxError("bad-input", "expected a token of 16 to 200 letters and digits, got another form");
  if (!BRANCH.test(main)) throw new SignalboxError("bad-input", `expected a plain branch name, got \`${main}\``);
  const place = await findHook(remote);
  if (!place.ok) return { protected: false, reason: place.reason };
  const hashes = new Set((await readTextFile(place.tokenFile))?.split("\n").filter((line) => line !== ""));
  hashes.add(createHash("sha256").update(token).digest("hex"));
  // The hook comes last: until it is there nothing is refused, and once it is there the lander's token is known.
  await writeFileAtomically(place.tokenFile, `${[...hashes].join("\n")}\n`);
  await place.repository.run(["config", ADVERTISE, "true"]);
  await writeFileAtomically(place.hookFile, protectHook(main), HOOK_MODE);
  return isProtected(remote);
}

/** Takes our hook and tokens away again; what is not ours stays. @returns whether main is still protected, and why. */
export async function unprotectRemote(remote: string): Promise<Protection> {
  const place = await findHook(remote);
  if (!place.ok) return { protected: false, reason: place.reason };
  await rm(place.hookFile, { force: true });
  await rm(place.tokenFile, { force: true });
  await place.repository.run(["config", "--unset", ADVERTISE], { okExitCodes: [0, 5] });
  return isProtected(remote);
}

/** Is main of this remote guarded by our hook? A remote on another machine is not for us to look into. */
export async function isProtected(remote: string): Promise<Protection> {
  const place = await findHook(remote);
  if (!place.ok) return { protected: false, reason: place.reason };
  const runs = await access(place.hookFile, constants.X_OK).then(
    () => true,
    () => false,
  );
  if (!runs) return { protected: false, reason: "main has no hook that guards it" };
  if ((await readTextFile(place.tokenFile)) === undefined) return { protected: false, reason: "the hook knows no lander's token" };
  return { protected: true, reason: "only pushes with the lander's token move main" };
}

type HookPlace =
  | { readonly ok: true; readonly repository: Git; readonly hookFile: string; readonly tokenFile: string }
  | { readonly ok: false; readonly reason: string };

/** Where our hook is or would be; not ok when the remote is none we may change. */
async function findHook(remote: string): Promise<HookPlace> {
  const path = localRepositoryPath(remote);
  if (path === undefined) return { ok: false, reason: "the remote is on another machine: protect its main branch there" };
  const repository = new Git({ gitDir: path });
  const bare = await repository.attempt(["config", "--type=bool", "core.bare"]);
  if (bare.stdout.toString("utf8").trim() !== "true") return { ok: false, reason: "the remote is no bare repository" };
  // Our own git runs without hooks by a setting on its command line, which must not be mistaken for the remote's.
  const moved = await repository.attempt(["config", "--show-scope", "--get-all", "core.hooksPath"]);
  const foreign = moved.stdout
    .toString("utf8")
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("command\t"));
  if (foreign.length > 0) return { ok: false, reason: "core.hooksPath sends the remote's hooks elsewhere" };
  const hookFile = join(path, "hooks", "pre-receive");
  const present = await readTextFile(hookFile);
  if (present !== undefined && !present.includes(HOOK_MARK)) {
    return { ok: false, reason: "the remote has a pre-receive hook of its own; add the check to it by hand, or protect main there" };
  }
  return { ok: true, repository, hookFile, tokenFile: join(path, TOKEN_FILE) };
}
