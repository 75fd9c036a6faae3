/** A bug to plant: one place of one file, and the tests that must go red. */
export interface PlantedBug {
  readonly name: string;
  /** What would go wrong. */
  readonly why: string;
  readonly file: string;
  /** Must be in the file exactly once. */
  readonly from: string;
  readonly to: string;
  readonly tests: readonly string[];
}

const QUEUE_TESTS = ["test/landing/queue"];

/** Each is a mistake that was made somewhere (landing.md §3.3, §6), or that this code is one word away from. */
export const PLANTED_BUGS: readonly PlantedBug[] = [
  {
    name: "claims without a nonce",
    why: "two agents that claim at the same second make the same commit, and both win",
    file: "src/claims/context.ts",
    from: "nonce: ctx.random.hex(NONCE_BYTES)",
    to: 'nonce: "0".repeat(2 * NONCE_BYTES)',
    tests: ["test/claims/traps.test.ts", "test/claims/races.test.ts", "test/claims/one-holder.test.ts"],
  },
  {
    name: "a bare lease",
    why: "after any fetch in the background a push overwrites another's landing",
    file: "src/git/push.ts",
    // biome-ignore lint/suspicious/noTemplateCurlyInString: source text
    from: '`--force-with-lease=${ref}:${expected ?? ""}`',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: source text
    to: '`--force-with-lease=${ref}${expected === null ? ":" : ""}`',
    tests: ["test/claims/traps.test.ts", "test/landing/push-candidate.test.ts", "test/landing/verified-main.test.ts"],
  },
  {
    name: "no control run",
    why: "a change is returned for what its base fails by itself",
    file: "src/landing/queue/trouble.ts",
    from: "passes: mends ? 0 : -1",
    to: "passes: 0",
    tests: QUEUE_TESTS,
  },
  {
    name: "no second try",
    why: "a flake returns a change",
    file: "src/landing/queue/trouble.ts",
    from: "confirmed: believed && fails > 1",
    to: "confirmed: true",
    tests: QUEUE_TESTS,
  },
  {
    name: "a timeout is a failure",
    why: "a slow machine returns changes",
    file: "src/landing/gates/infrastructure.ts",
    from: 'if (ended === "timed-out" || ended === "cancelled") return ended;',
    to: 'if (ended === "cancelled") return ended;\n  if (ended === "timed-out") return undefined;',
    tests: ["test/landing/gates/run-gate.test.ts"],
  },
  {
    name: "halves tested on one base land together",
    why: "main moves onto a combination that nobody tested",
    file: "src/landing/queue/join-chain.ts",
    from: "return joined(dropped, changes, queue.proven);",
    to: "return joined(dropped, changes, chain.length + changes.length);",
    tests: QUEUE_TESTS,
  },
  {
    name: "what conflicts joins without another look",
    why: "the order of changes that conflict is lost",
    file: "src/landing/queue/join-chain.ts",
    from: "if (!commute(dropped, changes, others)) return dropped;",
    to: "",
    tests: QUEUE_TESTS,
  },
  {
    name: "results outlive a foreign push",
    why: "what was tested on another main lands",
    file: "src/landing/queue/queue-after.ts",
    from: "{ ...run, refuted: true }]));\n  return { ...queue, main: queue.main + 1",
    to: "{ ...run, refuted: false }]));\n  return { ...queue, main: queue.main + 1",
    tests: QUEUE_TESTS,
  },
  {
    name: "a change is returned for what is not on main",
    why: "an innocent change is sent back because of one that never lands",
    file: "src/landing/queue/decide-landing.ts",
    from: "return assumes.every((id) => !entries.has(id));",
    to: "return assumes.length >= 0 || entries.size > 0;",
    tests: QUEUE_TESTS,
  },
  {
    name: "a push lands a tree that was not tested",
    why: "main is not what passed",
    file: "src/landing/push-candidate.ts",
    from: "if (tree !== testedTree)",
    to: 'if (tree === "")',
    tests: ["test/landing/push-candidate.test.ts"],
  },
  {
    name: "a fenced ref may stay unchanged",
    why: "git reports it as up to date and checks nothing: a zombie lands",
    file: "src/landing/push-candidate.ts",
    from: "if (unchanged !== undefined) throw",
    to: 'if (unchanged !== undefined && unchanged.to === "") throw',
    tests: ["test/landing/push-candidate.test.ts"],
  },
  {
    name: "the stale-base guard sees nothing",
    why: "work on an old copy silently takes back what landed since",
    file: "src/landing/guards/stale-base.ts",
    from: "if (overwrite !== undefined) overwrites.push(overwrite);",
    to: "",
    tests: ["test/landing/guards/stale-base.test.ts"],
  },
  {
    name: "a merge may keep its own side alone",
    why: "a conflict resolved by dropping what landed passes as an edit",
    file: "src/landing/guards/dropped-side.ts",
    from: "if (lost.length > 0) found.push",
    to: "if (lost.length > 1_000) found.push",
    tests: ["test/landing/traps.test.ts"],
  },
  {
    name: "remembers what did not land",
    why: "an answer to a conflict is given again that no gate ever passed",
    file: "src/coordinator/steps/change-endings.ts",
    from: "const what = conflictOf(why);",
    to: "await rememberResolutions(context, change, { commit: change.head, tree: change.head });\n  const what = conflictOf(why);",
    tests: ["test/slow/coordinator/remembered-resolutions.test.ts"],
  },
  {
    name: "remembers another text than passed",
    why: "what a later change of the same push made of the file is left out",
    file: "src/landing/resolve/remembered/learn-resolutions.ts",
    from: "for (const { path } of later) changed.delete(path);",
    to: "",
    tests: ["test/landing/resolve/remembered.test.ts"],
  },
  {
    name: "verified-main goes back",
    why: "agents begin on what was taken back",
    file: "src/landing/verified-main.ts",
    from: 'if (await isAncestor(cache, commit, known)) return "unchanged";',
    to: "",
    tests: ["test/landing/verified-main.test.ts"],
  },
  {
    name: "a network in spite of the gateway",
    why: "a confined agent that should reach its model alone reaches everything",
    file: "src/agents/bubblewrap.ts",
    from: "program.offline === true || gateway !== undefined",
    to: "program.offline === true && gateway === undefined",
    tests: ["test/agents/proxy/network.test.ts"],
  },
  {
    name: "a branch moved back under its owner",
    why: "what a person committed after an agent did is taken off the branch",
    file: "src/workspaces/undo-agent-refs.ts",
    // biome-ignore lint/suspicious/noTemplateCurlyInString: source text
    from: "own.every((move) => move.endsWith(` ${AGENT_EMAIL}`))",
    // biome-ignore lint/suspicious/noTemplateCurlyInString: source text
    to: "own.some((move) => move.endsWith(` ${AGENT_EMAIL}`))",
    tests: ["test/workspaces/checkout-view.test.ts"],
  },
  {
    name: "an agent's token opens the owner's API",
    why: "any agent may stop the run or drop tasks",
    file: "src/server/app.ts",
    from: "app.use(ownerGuard(token));",
    to: "",
    tests: ["test/server/mcp/identity.test.ts"],
  },
  {
    name: "a token outlives its agent",
    why: "what an agent leaves running acts for a session that goes on without it",
    file: "src/coordinator/tool-users.ts",
    from: "end: () => this.#byDigest.delete(digest(token)),",
    to: "end: () => undefined,",
    tests: ["test/server/mcp/identity.test.ts"],
  },
  {
    name: "an argument says who asks",
    why: "an agent gives back, or submits, another one's task",
    file: "src/server/mcp/session-desk.ts",
    from: "if (lease !== undefined && lease !== session.id)",
    to: 'if (lease === "")',
    tests: ["test/server/mcp/identity.test.ts"],
  },
  {
    name: "a lease id anybody can make",
    why: "whoever reads of another's session acts for its claim",
    file: "src/server/mcp/lease-ids.ts",
    from: "given.length === made.length && timingSafeEqual(given, made) ? session",
    to: "given.length === made.length && session.length > 0 ? session",
    tests: ["test/slow/server/stdio.test.ts"],
  },
  {
    name: "everybody's held paths",
    why: "an agent writes what another works on, and learns of it at the merge",
    file: "src/coordinator/live/may-write.ts",
    from: "lease.session === id ? undefined :",
    to: "lease.session !== null ? undefined :",
    tests: ["test/coordinator/leases-at-the-edit.test.ts"],
  },
  {
    name: "links not followed at the edit",
    why: "an agent writes somebody's file, or out of its workspace, by another name",
    file: "src/coordinator/live/place-of.ts",
    from: "const real = await realpath(path).catch(() => undefined);",
    to: 'const real = await realpath("").catch(() => undefined);',
    tests: ["test/coordinator/leases-at-the-edit.test.ts"],
  },
  {
    name: "a hook that denies nothing",
    why: "claude writes what its lease refuses",
    file: "src/agents/write-gate/pre-tool-use.ts",
    from: "answer.granted === false",
    to: "answer.granted === null",
    tests: ["test/agents/write-gate.test.ts"],
  },
  {
    name: "an agent's session forgotten",
    why: "a killed agent begins its task again from the first word",
    file: "src/agents/acp/open-session.ts",
    from: "if (agentSession === null) return",
    to: "if (agentSession !== undefined) return",
    tests: ["test/agents/acp.test.ts"],
  },
];
