import { posix } from "node:path";
import { type Reference, scriptReferences } from "./script-references.ts";
import type { Job, Workflow } from "./workflow-file.ts";

/** Everything of the repository that a workflow needs in order to run, each thing once. */
export function workflowReferences({ jobs }: Workflow): Reference[] {
  const all = [...jobs.values()].flatMap((job) => [...called(job.uses), ...stepReferences(job)]);
  return [...new Map(all.map((reference) => [JSON.stringify(reference), reference])).values()];
}

function stepReferences({ steps }: Job): Reference[] {
  // Then other files lie about than this repository's, or they lie elsewhere.
  const isElsewhere = steps.some(
    ({ uses, inputs }) => uses?.startsWith("actions/checkout@") && (inputs.has("repository") || inputs.has("path")),
  );
  if (isElsewhere) return [];
  return steps.flatMap(({ uses, run, directory, inputs }, index) => {
    const versionFiles = [...inputs].filter(([name, value]) => name.endsWith("-version-file") && !value.includes("${{"));
    const before = steps.slice(0, index).map((step) => step.run ?? "");
    return [
      ...called(uses),
      ...versionFiles.map(([, path]): Reference => ({ kind: "file", path: posix.normalize(path) })),
      ...(run === undefined ? [] : scriptReferences(run, directory).filter((reference) => !isMade(reference, [...before, run]))),
    ];
  });
}

/** A workflow or action of this repository. */
function called(uses: string | undefined): Reference[] {
  if (uses === undefined || !uses.startsWith("./") || uses.includes("${{")) return [];
  const path = posix.normalize(uses).replace(/\/$/, "");
  return [{ kind: /\.ya?ml$/.test(path) ? "file" : "action", path }];
}

/** Does the job itself write, download or test for the file? Then it need not be in the repository. */
function isMade(reference: Reference, scripts: readonly string[]): boolean {
  if (reference.kind !== "file") return false;
  const name = posix.basename(reference.path).replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const making = new RegExp(`(?:>|\\s-[oOefx]|--output|\\btee|\\bcp|\\bmv|curl|wget|tar)\\s[^\\n]*${name}|>\\S*${name}`);
  return scripts.some((script) => making.test(script));
}
