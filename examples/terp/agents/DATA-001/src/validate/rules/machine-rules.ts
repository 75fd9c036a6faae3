import { MACHINES, type Machine } from "../machines.ts";
import type { Rule } from "../rule.ts";

/** What must be true of every state machine and of its history. */
export const MACHINE_RULES: readonly Rule[] = MACHINES.flatMap((machine) =>
  [hasHistory(machine), movesLegally(machine), inTime(machine)].map((rule) => ({
    ...rule,
    ...(machine.onlyWith && { onlyWith: machine.onlyWith }),
  })),
);

function hasHistory({ name, of, history }: Machine): Rule {
  return {
    id: `${name}-has-history`,
    kind: "state",
    says: `Each row of ${of} has its history, and the last state there is its state now.`,
    counts: of,
    sql: `select id as key, status || ' now, ' || coalesce(last, 'nothing') || ' in its history' as found
          from (select e.id, e.status, (select status from ${history} where entity = e.id order by id desc limit 1) as last from ${of} e)
          where status is not last`,
  };
}

function movesLegally({ name, of, history, starts, moves, forced = "0" }: Machine): Rule {
  const legal = [`>${starts}`, ...Object.entries(moves).flatMap(([from, next]) => next.map((to) => `${from}>${to}`))];
  return {
    id: `${name}-moves-legally`,
    kind: "state",
    says: `The history of ${of} begins with ${starts} and makes only moves that the state machine allows.`,
    counts: history,
    sql: `select id as key, 'row ' || entity || ' of ${of} went from ' || coalesce(before, 'nothing') || ' to ' || status as found
          from (select *, lag(status) over (partition by entity order by id) as before from ${history})
          where not (${forced}) and coalesce(before, '') || '>' || status not in (${legal.map((move) => `'${move}'`).join(", ")})`,
  };
}

function inTime({ name, of, history }: Machine): Rule {
  return {
    id: `${name}-history-in-time`,
    kind: "temporal",
    says: `No step in the history of ${of} is earlier than the step before it.`,
    counts: history,
    sql: `select id as key, 'row ' || entity || ' of ${of}: ' || at || ' follows ' || before as found
          from (select id, entity, at, lag(at) over (partition by entity order by id) as before from ${history})
          where before > at`,
  };
}

const CHAINED = [
  { id: "order-history-chained", of: "order_status_history", entity: "order_id" },
  { id: "batch-history-chained", of: "batch_status_history", entity: "batch_id" },
];

/** A history that names the state it left names the right one. */
export const CHAIN_RULES: readonly Rule[] = CHAINED.map(({ id, of, entity }) => ({
  id,
  kind: "state",
  says: `Each step in ${of} leaves the state that the step before it reached.`,
  counts: of,
  sql: `select id as key, 'left ' || coalesce(from_status, 'nothing') || ', was ' || coalesce(before, 'nothing') as found
        from (select id, from_status, lag(status) over (partition by ${entity} order by id) as before from ${of})
        where from_status is not before`,
}));
