import { listLeases } from "../../claims/list-leases.ts";
import { abortTask } from "../../coordinator/commands.ts";
import { describeCommand } from "../../coordinator/gates.ts";
import { unleased } from "../../coordinator/live/lease-live.ts";
import { closedTo } from "../../coordinator/live/may-write.ts";
import { noteQuestion } from "../../coordinator/questions.ts";
import { type RunContext, record } from "../../coordinator/run-context.ts";
import type { ToolUser } from "../../coordinator/tool-users.ts";
import { untilFreeMs } from "../../coordinator/until-free.ts";
import type { Outcome, Refusal } from "../../core/claim.ts";
import { SignalboxError } from "../../core/errors.ts";
import { anyPatternCovers, parsePath } from "../../core/paths.ts";
import { HOLDING_STATES, phaseOf } from "../../core/session.ts";
import type { SessionRow } from "../../store/rows.ts";
import type { CoordinatorApi } from "../coordinator-api.ts";
import type { AgentDesk } from "./agent-desk.ts";
import { changeAnswer } from "./change-answer.ts";
import { holdersOf, isHolding, whoHolds } from "./holders.ts";
import { planAnswer, tasksDone } from "./plan-answer.ts";
import { oneLine, quote, somePaths } from "./tool-forms.ts";

/** How long a call may wait for a part to land: clients give up after a minute. */
const PART_WAIT_MS = 45_000;
/** Messages kept of one session; people read the last one. */
const MESSAGES_MAX = 500;

/**
 * The tools for an agent that this coordinator started. Its session is the token's: a lease id it names can only be its
 * own. Everything goes through the store, like what the coordinator itself does for the session.
 */
export function sessionDesk(context: RunContext, user: ToolUser, api: Pick<CoordinatorApi, "status">): AgentDesk {
  const { engine } = context;
  const { store } = engine;
  const own = () => ownSession(context, user.session);
  const holders = async () =>
    holdersOf(await store.sessions({ states: HOLDING_STATES }), await listLeases(engine.claims), (session) =>
      untilFreeMs(context, session),
    );
  const parts = partDesk(context, user);
  return {
    next_task: () => withSession(own, undefined, (session) => nextTask(context, session)),
    claim_task: async ({ task }) =>
      withSession(own, undefined, async (session) =>
        session.task === task
          ? claimed(context, session)
          : refuse("busy", `this session works on ${session.task} alone: end your turn when it is done`),
      ),
    extend_lease: ({ lease, paths }) => withSession(own, lease, (session) => extend(context, session, paths.map(parsePath))),
    who_holds: (asked) =>
      withSession(own, undefined, async (session) => done(whoHolds(await holders(), asked, (holder) => holder.session === session.id))),
    report_progress: ({ lease, message, percent = null }) =>
      withSession(own, lease, async (session) => {
        const earlier = await store.events({ session: session.id, kinds: ["progress"] });
        if (earlier.length >= MESSAGES_MAX) return refuse("busy", `${MESSAGES_MAX} messages are kept of a session: go on without more`);
        const said = oneLine(message, 500);
        await record(context, { task: session.task, session: session.id }, { kind: "progress", message: said, percent });
        return done({ session: session.id, message: said, percent, next: "go on" });
      }),
    submit: ({ lease, part, subject, ref }) =>
      withSession(own, lease, async (session) => {
        if (ref !== undefined)
          throw new SignalboxError("bad-input", "expected no `ref`, got one", {
            hint: "your workspace is submitted as it is: call submit without ref",
          });
        if (part) return parts(session, subject ?? `a part of ${session.task}`);
        const next = "end your turn now: Signalbox commits what is in your workspace, tests it and lands it";
        return done(changeAnswer(session.task, { state: "working", commit: null, returned: null }, next));
      }),
    ask_human: ({ lease, question }) =>
      withSession(own, lease, async (session) => {
        const isAsked = session.question === question && session.answer === null;
        if (!isAsked) user.tell({ kind: "waiting-input", question });
        // Stored before the agent hears that it is: the answer is asked for by what the session's row says.
        if (!isAsked) await noteQuestion(context, session.id, question);
        return done({ session: session.id, question, next: "end your turn now: the answer begins your next one" });
      }),
    release: ({ lease, reason }) => withSession(own, lease, (session) => release(context, session, reason)),
    plan_summary: async () => {
      const status = await api.status();
      const [begun, held] = [new Set(status.sessions.map(({ task }) => task)), await holders()];
      const taken = new Set(held.map(({ task }) => task));
      return done(
        planAnswer({
          ...{ status, holders: held, done: tasksDone(status.sessions) },
          upcoming: context.live.order.filter((task) => !begun.has(task) && !taken.has(task)),
          titleOf: (task) => context.tasks.get(task)?.title ?? "",
        }),
      );
    },
  };
}

type Answer<T> = Promise<Outcome<T>>;

/** Does `act` for the caller's own session while it lives. */
async function withSession<T>(
  own: () => Promise<SessionRow | undefined>,
  lease: string | undefined,
  act: (session: SessionRow) => Answer<T>,
): Answer<T> {
  const session = await own();
  if (session === undefined) return refuse("not-holder", "this session has ended: stop working");
  if (lease !== undefined && lease !== session.id)
    return refuse("not-holder", `that lease is not yours: yours is ${session.id}, or leave \`lease\` out`);
  return act(session);
}

async function ownSession({ engine }: RunContext, id: string): Promise<SessionRow | undefined> {
  const session = await engine.store.session(id);
  return session !== undefined && isHolding(session.state) ? session : undefined;
}

async function nextTask(context: RunContext, session: SessionRow) {
  const task = context.tasks.get(session.task);
  const acceptance = task === undefined ? null : await context.acceptance(task);
  return done({
    ...{ task: session.task, title: oneLine(task?.title ?? ""), lease: session.id, expected: somePaths(session.paths) },
    prompt: quote(task === undefined ? "" : await context.promptText(task)),
    acceptance: acceptance === null ? null : oneLine(describeCommand(acceptance), 500),
    next: "this task is yours already: do it, then call submit and end your turn",
  });
}

async function claimed(context: RunContext, session: SessionRow) {
  const task = context.tasks.get(session.task);
  return done({
    ...{ task: session.task, title: oneLine(task?.title ?? ""), session: session.id, lease: session.id, epoch: session.epoch },
    ...{ expiresInMs: null, base: session.base, branch: null, holds: somePaths(session.paths) },
    prompt: quote(task === undefined ? "" : await context.promptText(task)),
    next: "this task is yours already: do it, then call submit and end your turn",
  });
}

async function extend(context: RunContext, session: SessionRow, paths: readonly string[]) {
  const { store } = context.engine;
  const closed = closedTo(context, session, paths);
  if (closed !== undefined) return refuse("out-of-lease", closed);
  const known = [...session.paths, ...unleased(context)];
  const wanted = paths.filter((path) => !anyPatternCovers(known, path));
  const extended = wanted.length === 0 ? { ok: true as const, value: session.paths } : await store.extendLease(session.id, wanted);
  if (extended.ok) return done({ lease: session.id, holds: somePaths(extended.value), next: "write them" });
  const holder = extended.refusal.holder === null ? undefined : await store.session(extended.refusal.holder);
  if (holder === undefined) return extended;
  const isDone = phaseOf(holder.state) === "Testing";
  const next = isDone ? `${holder.task} is done and waits to land: write what you need, yours lands after it` : extended.refusal.next;
  return { ok: false as const, refusal: { ...extended.refusal, next, untilMs: untilFreeMs(context, holder) } };
}

/** Answers first and ends the session then: ending it ends the agent that asked. */
async function release(context: RunContext, session: SessionRow, reason: string) {
  const [change] = await context.engine.store.changes({ session: session.id, states: ["testing", "pushing"] });
  if (change !== undefined) return refuse("busy", "your last part is being landed right now: call release again when it has landed");
  void abortTask(context, session.task, `given back by its agent: ${oneLine(reason, 300)}`).catch(() => undefined);
  return done({ task: session.task, next: "stop working: what is in your workspace is kept" });
}

/** Submits parts of one session, one at a time; a call that is repeated waits for the same part. */
function partDesk(context: RunContext, user: ToolUser) {
  const { store, clock } = context.engine;
  const partsOf = async (session: string) => (await store.changes({ session })).filter(({ kind }) => kind === "part");
  let underWay: Promise<{ readonly before: number }> | null = null;
  const begin = async (session: SessionRow, subject: string) => {
    const before = (await partsOf(session.id)).length;
    user.tell({ kind: "part-ready", subject });
    await user.submitPart(subject);
    return { before };
  };
  return async (session: SessionRow, subject: string) => {
    underWay ??= begin(session, subject).catch((error: unknown) => {
      underWay = null;
      throw error;
    });
    const waiting = new AbortController();
    const late = clock.sleep(PART_WAIT_MS, waiting.signal).then(() => null);
    const over = await Promise.race([underWay, late]).finally(() => waiting.abort());
    if (over === null) {
      const next = "it is being tested: go on with what does not depend on it, and call submit with part again to hear the result";
      return done(changeAnswer(session.task, { state: "testing", commit: null, returned: null }, next));
    }
    underWay = null;
    const change = (await partsOf(session.id))[over.before];
    if (change === undefined) return refuse("busy", "there is nothing new to land since the last part: change something first");
    return done(changeAnswer(session.task, change, "go on with the rest of the task; the part is on main"));
  };
}

function done<T>(value: T): Outcome<T> {
  return { ok: true, value };
}

function refuse(code: Refusal["code"], next: string): Outcome<never> {
  return { ok: false, refusal: { code, holder: null, untilMs: null, next } };
}
