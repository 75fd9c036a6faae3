/** `index-once.ts GIT_DIRECTORY COMMIT FILE`: opens a predictor where nothing is kept, and says what that cost. */
import { parseConfig } from "../../src/core/config.ts";
import { openPredictor } from "../../src/footprint/open-predictor.ts";
import { Git } from "../../src/git/git.ts";

const [gitDir = "", commit = "", indexFile = ""] = process.argv.slice(2);
const [cpu, from] = [process.cpuUsage(), performance.now()];
await openPredictor(new Git({ gitDir, cwd: gitDir }), commit, { indexFile, config: parseConfig({}) });
const { user, system } = process.cpuUsage(cpu);
const memory = Math.round(process.resourceUsage().maxRSS / 1024);
console.log(`index: CPU ${Math.round((user + system) / 1000)} ms, wall ${Math.round(performance.now() - from)} ms, memory ${memory} MB`);
