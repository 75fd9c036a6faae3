import { type OpenedHistory, openHistory } from "./histories.ts";

/** Where the prior comes from: a history up to a commit, and how many of its last task-like commits were used. */
export interface PriorHistory {
  readonly name: string;
  readonly tip: string;
  readonly tasks: number;
}

/**
 * The histories the prior is fitted on: active public repositories in several languages, by one person or many, chosen by
 * hand for being active and small, none of them among those that predictions are scored on.
 */
export const PRIOR_HISTORIES: readonly PriorHistory[] = [
  { name: "BurntSushi/ripgrep", tip: "3fce3b5bb0236da2df6d99672afb8a719642eca7", tasks: 600 },
  { name: "badlogic/pi-mono", tip: "83378aad7e74a0e2bb8f37c007a9685fb4609d8a", tasks: 600 },
  { name: "changesets/changesets", tip: "5322174b2722b626161ca1b9c0889ede440b30b5", tasks: 600 },
  { name: "charmbracelet/bubbletea", tip: "73b6d91ac1c3854dd4af046ab5f9e51d3b3b4290", tasks: 600 },
  { name: "charmbracelet/crush", tip: "37f36e93824e5c4f892e4a817f7f628e2682fe14", tasks: 600 },
  { name: "cli/cli", tip: "44ee17760709bedf1cad7e452e61751489b81a33", tasks: 600 },
  { name: "coder/mux", tip: "f2160b194cc458a220103e288ea89f5d137b5367", tasks: 600 },
  { name: "elixir-ecto/ecto", tip: "c624abf4297b27589a5a7351b55feb2316f61e1c", tasks: 600 },
  { name: "encode/httpx", tip: "ae1b9f66238f75ced3ced5e4485408435de10768", tasks: 600 },
  { name: "generalaction/emdash", tip: "3163526a007d2605cd32725be4543e7508fa4aef", tasks: 600 },
  { name: "go-task/task", tip: "b250872d9aebcd4857679553339d167478b63514", tasks: 600 },
  { name: "google/gson", tip: "9835b6f90192f79cdf5300c528fc6212455fb6c1", tasks: 600 },
  { name: "graphile/worker", tip: "abfb4cff30747ad423046d117dfb88470f03ae00", tasks: 600 },
  { name: "honojs/hono", tip: "28a9c128912de19f3fb28b00ae289c9b93f6f392", tasks: 600 },
  { name: "kysely-org/kysely", tip: "478ec67b2de2568f5590a015d3e120644e81bd87", tasks: 600 },
  { name: "mockito/mockito", tip: "ee8a330da0218f32d5964acdeaa3ac39e2c6ce14", tasks: 600 },
  { name: "pallets/flask", tip: "2ac89889f4cc330eabd50f295dcef02828522c69", tasks: 600 },
  { name: "sharkdp/fd", tip: "ee20f426ddf338ac7ead5c5f00ea49258005caaf", tasks: 600 },
  { name: "sindresorhus/execa", tip: "8017b279e19347efaf2587711c2d57dbd4330740", tasks: 600 },
  { name: "timgit/pg-boss", tip: "55ee32f66f0bf683ff823c0ad8be2056dbc91ce4", tasks: 600 },
];

/** @throws Error when it is absent: a fit without it is another fit. */
export async function openPriorHistory(mirrors: string, { name, tip }: PriorHistory): Promise<OpenedHistory> {
  const history = await openHistory(mirrors, name, tip);
  if (history === null) throw new Error(`expected ${name.replace("/", "+")}/repo in ${mirrors}, got nothing; all histories are needed`);
  return history;
}
