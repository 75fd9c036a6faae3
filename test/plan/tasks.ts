import type { Task } from "../../src/core/task.ts";

/** A task with what a test is about. */
export function task(id: string, facts: Partial<Task> & { readonly write?: readonly string[] } = {}): Task {
  const { write = [`src/${id}.ts`], ...rest } = facts;
  return {
    id,
    title: `Do ${id}`,
    priority: null,
    status: "todo",
    effort: { minHours: 4, maxHours: 4 },
    dependsOn: [],
    conflictsWith: [],
    declared: { write, forbid: [] },
    acceptance: null,
    promptFile: `docs/prompts/${id}.md`,
    production: false,
    sources: [{ file: `docs/prompts/${id}.md`, line: 1 }],
    ...rest,
  };
}
