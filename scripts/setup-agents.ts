/**
 * `npm run setup:agents`: installs the agent programs that `npm run test:agents` and `npm run demo -- --agent` drive, some
 * 900 MB, below test/agents at the versions of its lock file, and says which of them start. `-- --all` adds those whose
 * makers do not let everybody pass them on, another GB: their own licences hold for whoever installs them.
 */
import { spawnSync } from "node:child_process";
import { KNOWN_AGENTS } from "../src/agents/known-agents.ts";
import { AGENT_RECIPES, type AgentRecipe } from "../src/simulation/real-agents/recipes.ts";
import { AGENTS_FOLDER, absenceOf, findAgent, packagesOf } from "../test/agents/real/programs.ts";

const VERSION_MS_MAX = 60_000;

/** True unless the program should be there and does not start. */
async function sayVersion(recipe: AgentRecipe): Promise<boolean> {
  const path = await findAgent(recipe.program);
  const { stdout } = path === undefined ? { stdout: "" } : spawnSync(path, ["--version"], { encoding: "utf8", timeout: VERSION_MS_MAX });
  const version = /\d+\.\d+[\w.-]*\w/.exec(stdout ?? "")?.[0];
  const tested = KNOWN_AGENTS.find(({ program }) => program === recipe.program)?.tested;
  if (version === undefined) console.log(path === undefined ? absenceOf(recipe) : `${recipe.program} (${path}) does not start`);
  else console.log(`${recipe.program} ${version}${version === tested ? "" : ` (tried with ${tested})`}`);
  return version !== undefined || !(recipe.isFree || isAll);
}

const isAll = process.argv.includes("--all");
const recipes = Object.values(AGENT_RECIPES);
const others = isAll ? recipes.filter(({ isFree }) => !isFree).flatMap(packagesOf) : [];
// Not `npm ci`: it refuses a lock file that lacks packages of other platforms, and not every registry has those.
const { status, error } = spawnSync("npm", ["install", "--no-save", "--no-audit", "--no-fund", ...others], {
  cwd: AGENTS_FOLDER,
  stdio: "inherit",
});
if (error !== undefined) console.error(`expected npm to start, got ${error.message}`);
const starts: boolean[] = [];
for (const recipe of recipes) starts.push(await sayVersion(recipe));
process.exitCode = status === 0 && starts.every((one) => one) ? 0 : 1;
