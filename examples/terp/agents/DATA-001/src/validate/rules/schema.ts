import type { DatabaseSync } from "node:sqlite";
import type { Rule } from "../rule.ts";

/** Days and instants that may lie ahead: what is planned, due or offered. */
const AHEAD = new Set([
  "due_on",
  "available_on",
  "needed_by",
  "next_on",
  "starts_at",
  "starts_on",
  "ends_on",
  "until_on",
  "occurs_on",
  "expires_at",
]);

/** Not of the business: made by the program. */
const NOT_BUSINESS = new Set(["schema_migrations", "span"]);

interface Column {
  readonly name: string;
  readonly parent: string | null;
}

interface Table {
  readonly name: string;
  readonly columns: readonly Column[];
}

/** Rules that ask the schema what there is, so that a table of a later feature is looked at without being listed anywhere. */
export function schemaRules(database: DatabaseSync): readonly Rule[] {
  const tables = readTables(database);
  return [everyTableHasRows(tables), noOrphans(tables), auditPointsAtRows(tables), withinTheBusiness(tables)];
}

function readTables(database: DatabaseSync): readonly Table[] {
  const rows = database
    .prepare(
      `select m.name as of, c.name as name, (select "table" from pragma_foreign_key_list(m.name) f where f."from" = c.name) as parent
       from sqlite_schema m join pragma_table_info(m.name) c where m.type = 'table' and m.name not like 'sqlite_%' order by m.name, c.cid`,
    )
    .all() as unknown as readonly (Column & { readonly of: string })[];
  return [...Map.groupBy(rows, ({ of }) => of)].filter(([name]) => !NOT_BUSINESS.has(name)).map(([name, columns]) => ({ name, columns }));
}

function everyTableHasRows(tables: readonly Table[]): Rule {
  return {
    id: "tables-have-rows",
    kind: "coverage",
    says: "Every table of the schema has rows.",
    counts: `(values ${tables.map(({ name }) => `('${name}')`).join(", ")})`,
    sql: tables
      .map(
        ({ name }) => `select '${name}' as key, 'no rows: the table needs a generator' as found where not exists (select 1 from "${name}")`,
      )
      .join(" union all "),
  };
}

function noOrphans(tables: readonly Table[]): Rule {
  const references = tables.flatMap(({ name, columns }) =>
    columns.filter(({ parent }) => parent !== null).map((column) => ({ name, column })),
  );
  return {
    id: "no-orphans",
    kind: "referential",
    says: "Every foreign key of the schema leads to a row.",
    counts: `(${references.map(({ name, column }) => `select 1 from "${name}" where "${column.name}" is not null`).join(" union all ")})`,
    sql: `select "table" || ' ' || rowid as key, 'leads to a missing row of ' || parent as found from pragma_foreign_key_check`,
  };
}

/** The audit log names a table and a row in words, which no foreign key watches. */
function auditPointsAtRows(tables: readonly Table[]): Rule {
  const entities = tables.filter(({ columns }) => columns.some(({ name }) => name === "id"));
  return {
    id: "audit-log-leads-to-rows",
    kind: "referential",
    says: "What the audit log is about is a row of a table of the schema.",
    counts: "auditLogs",
    sql: `select id as key, entity || ' ' || entity_key || ' is not there' as found from auditLogs a
          where not case entity ${entities.map(({ name }) => `when '${name}' then exists (select 1 from "${name}" where id = a.entity_key)`).join(" ")}
                    else 0 end`,
  };
}

function withinTheBusiness(tables: readonly Table[]): Rule {
  const times = tables.flatMap(({ name, columns }) =>
    columns.filter((column) => /_(on|at)$/.test(column.name) && !AHEAD.has(column.name)).map((column) => ({ name, column: column.name })),
  );
  return {
    id: "nothing-beyond-today",
    kind: "temporal",
    says: "Nothing that has happened is dated before the first day of the business or after its last.",
    counts: `(${times.map(({ name, column }) => `select 1 from "${name}" where "${column}" is not null`).join(" union all ")})`,
    sql: times
      .map(
        ({ name, column }) =>
          `select '${name} ' || rowid as key, '${column} ' || "${column}" as found from "${name}"
           where "${column}" < (select first_on from span) or "${column}" > (select last_on || 'T24:00' from span)`,
      )
      .join(" union all "),
  };
}
