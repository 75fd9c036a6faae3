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

/** Where a program is, or undefined. */
export function findAgent(program: AgentProgram): Promise<string | undefined> {
  return findProgram(program, pathWithAgents(), "/");
}

/** The command that installs a program. */
export function howToInstall({ isFree, program }: AgentRecipe): string {
  return isFree ? "npm run setup:agents" : `npm install --global ${KNOWN_AGENTS.find((one) => one.program === program)?.package}`;
}

/** One line for a person: that a program is not there, and what installs it. */
export function absenceOf(recipe: AgentRecipe): string {
  return `${recipe.program} is not installed: ${howToInstall(recipe)} installs it`;
}

/** The programs that are there; says in one line each which are not. */
export async function presentAgents(): Promise<readonly AgentRecipe[]> {
  const recipes = Object.values(AGENT_RECIPES);
  const found = await Promise.all(recipes.map((recipe) => findAgent(recipe.program)));
  for (const [index, recipe] of recipes.entries()) {
    if (found[index] === undefined) console.log(`skipped: ${absenceOf(recipe)}`);
  }
  return recipes.filter((_, index) => found[index] !== undefined);
}
