export const CONTENDERS = ["ours", "paper", "paper-with-backoff"] as const;
export type Contender = (typeof CONTENDERS)[number];
