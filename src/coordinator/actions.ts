import type { LandingRun, Trouble } from "../landing/queue/queue.ts";

/** What the coordinator can do. Each is idempotent and journalled by the step that applies it. */
export type Action =
  | { readonly kind: "check-main" }
  | { readonly kind: "repair"; readonly slot: number }
  | { readonly kind: "open-session"; readonly task: string; readonly slot: number; readonly paths: readonly string[] }
  | { readonly kind: "prepare"; readonly session: string }
  | { readonly kind: "work"; readonly session: string; readonly slot: number }
  | { readonly kind: "take-back"; readonly session: string; readonly slot: number }
  | { readonly kind: "go-on"; readonly session: string; readonly slot: number }
  | { readonly kind: "yield-lease"; readonly session: string }
  | { readonly kind: "run-candidate"; readonly run: LandingRun }
  | { readonly kind: "cancel-candidate"; readonly run: string }
  | { readonly kind: "land"; readonly changes: readonly string[] }
  | { readonly kind: "return-rejected"; readonly change: string; readonly evidence: Trouble }
  | { readonly kind: "resolve-pushes" }
  | { readonly kind: "verify" }
  | { readonly kind: "write-records" }
  | { readonly kind: "finish"; readonly outcome: "done" | "incomplete" | "stopped" | "red-main" | "needs-person"; readonly reason: string };

/** The key of whatever moves or judges main. */
export const MAIN = "main";

/** Two actions with the same key never run at once. */
export function actionKey(action: Action): string {
  switch (action.kind) {
    case "open-session":
      return `task:${action.task}`;
    case "prepare":
    case "work":
    case "take-back":
    case "go-on":
    case "yield-lease":
      return `session:${action.session}`;
    case "run-candidate":
      return `candidate:${action.run.id}`;
    case "cancel-candidate":
      return `cancel:${action.run}`;
    case "return-rejected":
      return `return:${action.change}`;
    // One lander: checking, landing and writing records all move or judge main.
    case "check-main":
    case "resolve-pushes":
    case "land":
    case "write-records":
      return MAIN;
    default:
      return action.kind;
  }
}
