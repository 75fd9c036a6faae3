import type { Trunk } from "./trunk.ts";
import { indexOf } from "./workers.ts";
import type { World } from "./world.ts";

/** Whether a change fails by itself, or with something that has landed or is still open. */
export function isGuilty(world: World, main: Trunk, open: Iterable<string>, index: number): boolean {
  if (main.faultsWith([index]).length > main.faults.length) return true;
  return [...open].some((id) => indexOf(id) !== index && world.breaks(indexOf(id), index));
}
