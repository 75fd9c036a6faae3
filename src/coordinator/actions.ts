/** What the coordinator can do. Each is idempotent and journalled by the step that applies it. */
export type Action =
  | { readonly kind: "check-main" }
  | { readonly kind: "repair"; readonly slot: number }
  | { readonly kind: "open-session"; readonly task: string; readonly slot: number; readonly paths: readonly string[] }
  | { readonly kind: "prepare"; readonly session: string }
  | { readonly kind: "work"; readonly session: string; readonly slot: number }
  | { readonly kind: "take-back"; readonly session: string }
  | { readonly kind: "land" }
  | { readonly kind: "verify" }
  | { readonly kind: "write-records" }
  | { readonly kind: "finish"; readonly outcome: "done" | "incomplete" | "stopped" | "red-main" | "needs-person"; readonly reason: string };

/** Two actions with the same key never run at once. */
export function actionKey(action: Action): string {
  switch (action.kind) {
    case "open-session":
      return `task:${action.task}`;
    case "prepare":
    case "work":
    case "take-back":
      return `session:${action.session}`;
    // One lander: checking, landing and writing records all move or judge main.
    case "check-main":
    case "land":
    case "write-records":
      return "main";
    default:
      return action.kind;
  }
}
