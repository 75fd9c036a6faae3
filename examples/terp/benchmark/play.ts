/**
 * Glossary of the benchmark (beside DESIGN's words, which mean here what they mean everywhere)
 *
 * variant   a way in which several agents work on one repository: the paper procedure (`naive`), Signalbox
 * play      one run of one variant, from the same first commit with the same scripts as every other
 * push      main moved once: what everybody saw before, and after
 * record    session table, session files and roadmap: what people and agents read to know what is done
 * journal   what cannot be seen on main: when agents worked, what they met; kept by whoever started the agents
 */

/** One agent at work on one task, from the start of its process to its end. */
export interface WorkSpan {
  readonly task: string;
  readonly session: string;
  readonly fromMs: number;
  readonly untilMs: number;
}

/** Two versions git could not merge by itself, when `task` was brought to main. */
export interface MetConflict {
  readonly atMs: number;
  readonly task: string;
  readonly files: readonly string[];
}

export interface Journal {
  readonly work: readonly WorkSpan[];
  readonly conflicts: readonly MetConflict[];
}

/** What a play left behind; it is judged by `evaluate/` from the remote, not from what anybody says. */
export interface Play {
  readonly variant: string;
  /** Bare repository that recorded its pushes. */
  readonly remote: string;
  /** Commit of main before anybody worked. */
  readonly start: string;
  readonly startedMs: number;
  readonly endedMs: number;
  readonly journal: Journal;
}

/** What every variant is given, and what its repository is like. */
export interface PlaySetting {
  readonly agents: number;
  /** The script all agents play. */
  readonly script: string;
  readonly seed: number;
  /** No browser judges pages where acceptance is asked for during the play. */
  readonly fast: boolean;
  /** One line for somebody who watches. */
  readonly print: (text: string) => void;
}

/** The play of a variant in a repository of its own, below `root`, which the caller removes. */
export interface FinishedPlay extends Play {
  readonly root: string;
}
