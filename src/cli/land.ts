import { EXIT } from "../core/errors.ts";
import { obey } from "./obey.ts";
import { argument } from "./options.ts";
import { type CommandContext, printJson } from "./output.ts";

/** `signalbox land BRANCH`: gates the merge of one branch and lands it. */
export async function run(context: CommandContext, args: readonly string[]): Promise<number> {
  const branch = argument(args, 0, "a branch");
  const obeyed = await obey(context, "land", (site) => ({ name: "land", branch, repository: site.root }));
  if (typeof obeyed === "number") return obeyed;
  const { end } = obeyed;
  if (end?.kind === "change-landed") {
    if (context.json) printJson(context, "land", { landed: { commit: end.commit, tree: end.tree } });
    else context.print(`${branch} is on main as ${end.commit}`);
    return EXIT.done;
  }
  const reason = end?.kind === "change-returned" || end?.kind === "change-rejected" ? end.reason : null;
  const next = "fix it on the branch, then signalbox land again";
  if (context.json) printJson(context, "land", { refused: { code: reason?.code ?? "withdrawn", holder: null, until: null, next }, reason });
  else
    context.note(
      `signalbox land: ${branch} came back (${reason?.code ?? "withdrawn"}): ${reason?.message ?? ""}\n${reason?.evidence ?? ""}\nnext: ${next}`,
    );
  return EXIT.failed;
}
