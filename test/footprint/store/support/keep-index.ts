/** A process of its own that opens and keeps an index: `keep-index.ts CLONE COMMIT FILE`. */
import { keepIndex, openIndex } from "../../../../src/footprint/store/kept-index.ts";
import { Git } from "../../../../src/git/git.ts";

const [clone = "", commit = "", file = ""] = process.argv.slice(2);
const fail = (line: string) => {
  throw new Error(line);
};
const index = await openIndex(new Git({ cwd: clone }), commit, file, fail);
// As if it had never been kept: every process writes.
await keepIndex({ ...index, saved: null }, file, fail);
