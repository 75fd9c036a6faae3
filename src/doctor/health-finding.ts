/** What `doctor` looks at, in the order it tells. */
export const HEALTH_CHECKS = [
  "git",
  "node",
  "repository",
  "remote",
  "protection",
  "hook",
  "agents",
  "gates",
  "sandbox",
  "disk",
  "workflows",
] as const;
export type HealthCheck = (typeof HEALTH_CHECKS)[number];

/** `warning`: it works, with less than it could; `problem`: something will fail. */
export const SEVERITIES = ["ok", "warning", "problem"] as const;
export type Severity = (typeof SEVERITIES)[number];

/** One thing that was looked at and how it is. */
export interface HealthFinding {
  readonly check: HealthCheck;
  readonly severity: Severity;
  readonly message: string;
  /** What to do, one sentence; null when nothing needs doing. */
  readonly fix: string | null;
  /** `doctor --fix` does it. */
  readonly fixable: boolean;
}

export function healthy(check: HealthCheck, message: string): HealthFinding {
  return { check, severity: "ok", message, fix: null, fixable: false };
}

export function unhealthy(
  check: HealthCheck,
  severity: Exclude<Severity, "ok">,
  message: string,
  fix: string,
  fixable = false,
): HealthFinding {
  return { check, severity, message, fix, fixable };
}
