/** Preloaded by `--import`: writes the address of every module that gets loaded to the file in LOADED_MODULES. */
import { appendFileSync } from "node:fs";
import { registerHooks } from "node:module";

registerHooks({
  load(url, context, nextLoad) {
    appendFileSync(process.env["LOADED_MODULES"] ?? "/dev/null", `${url}\n`);
    return nextLoad(url, context);
  },
});
