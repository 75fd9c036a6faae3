import { delimiter } from "node:path";
import { fileURLToPath } from "node:url";
import { findProgram } from "../../../src/agents/find-program.ts";
import { KNOWN_AGENTS } from "../../../src/agents/known-agents.ts";
import { AGENT_RECIPES, type AgentProgram, type AgentRecipe } from "../../../src/simulation/real-agents/recipes.ts";

/** The folder whose package.json names the agent programs, and where `npm run setup:agents` puts them. */
export const AGENTS_FOLDER = fileURLToPath(new URL("..", import.meta.url));

/** PATH with the programs that `npm run setup:agents` installs before the machine's own. */
export function pathWithAgents(): string {
  return [`${AGENTS_FOLDER}node_modules/.bin`, process.env["PATH"] ?? ""].join(delimiter);
}

/** Where a program is; undefined when it, or the adapter that speaks the protocol for it, is not there. */
export async function findAgent(program: AgentProgram): Promise<string | undefined> {
  const [path, adapter] = await Promise.all([find(program), find(AGENT_RECIPES[program].adapter ?? program)]);
  return adapter === undefined ? undefined : path;
}

/** The command that installs a program. */
export function howToInstall({ isFree }: AgentRecipe): string {
  return isFree ? "npm run setup:agents" : "npm run setup:agents -- --all";
}

/** One line for a person: that a program is not there, and what installs it. */
export function absenceOf(recipe: AgentRecipe): string {
  return `${recipe.program} is not installed: ${howToInstall(recipe)} installs it`;
}

/** Packages of a program and of its adapter, at the versions they were tried with. */
export function packagesOf({ program, adapter }: AgentRecipe): readonly string[] {
  return KNOWN_AGENTS.filter((one) => [program, adapter].includes(one.program)).map((one) => `${one.package}@${one.tested}`);
}

/** A program that is there; `speaksAcp` where it does so itself or its adapter is there as well. */
export interface PresentAgent {
  readonly recipe: AgentRecipe;
  readonly speaksAcp: boolean;
}

/** The programs that are there; says in one line each which are not. */
export async function presentAgents(): Promise<readonly PresentAgent[]> {
  const present = Object.values(AGENT_RECIPES).map(async (recipe): Promise<readonly PresentAgent[]> => {
    if ((await find(recipe.program)) !== undefined) return [{ recipe, speaksAcp: (await findAgent(recipe.program)) !== undefined }];
    console.log(`skipped: ${absenceOf(recipe)}`);
    return [];
  });
  return (await Promise.all(present)).flat();
}

function find(program: string): Promise<string | undefined> {
  return findProgram(program, pathWithAgents(), "/");
}
