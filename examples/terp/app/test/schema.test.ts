import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { openDatabase } from "../src/database/open.ts";
import { query } from "../src/database/query.ts";
import { tableNames } from "../src/database/tables.ts";

/** Every table of the business, by area. Invitations (QA-044) are not among them. */
const TABLES = `
users userDashboardPreferences sequences auditLogs scratch_pad_notes dashboard_widget_layouts dashboard_kpi_configs inbox_items deployments
clients vendors
brands strains products productSynonyms productMedia tags productTags tagHierarchy tagGroups tagGroupMembers categories subcategories grades
locations
vendorNotes purchaseOrders purchaseOrderItems intake_sessions vendor_supply
lots batches intake_session_batches batchLocations inventoryMovements inventoryAlerts inventoryViews batch_status_history workflow_statuses
cogsHistory cogs_rules sample_inventory_log sampleRequests sampleAllocations
sales orders order_line_items order_status_history order_audit_log returns recurring_orders sales_sheet_templates sales_sheet_history
salesSheetVersions pricing_rules pricing_profiles pricing_defaults
accounts ledgerEntries fiscalPeriods invoices invoiceLineItems bills billLineItems payments paymentHistory paymentMethods bankAccounts
bankTransactions expenseCategories expenses transactions transactionLinks credits creditApplications
client_communications client_transactions client_activity client_notes client_credit_limits credit_signal_history credit_system_settings
credit_audit_log client_needs match_records client_meeting_history alert_configurations vip_portal_configurations vip_portal_auth
freeform_notes note_comments note_activity todo_lists todo_list_members todo_tasks todo_task_activity comments comment_mentions
calendar_events calendar_recurrence_rules calendar_recurrence_instances calendar_event_participants calendar_reminders
calendar_event_history calendar_event_attachments calendar_views calendar_event_permissions
`
  .trim()
  .split(/\s+/);

interface Column {
  readonly name: string;
  readonly type: string;
  readonly pk: number;
}

const database = openDatabase(":memory:");
const columnsOf = (table: string) => query<Column>(database, `select name, type, pk from pragma_table_info('${table}')`);
const columns = tableNames(database).flatMap((table) => columnsOf(table).map((column) => ({ table, ...column })));

describe("the schema", () => {
  it("has the 107 tables of the business", () => {
    assert.equal(new Set(TABLES).size, 107);
    const business = tableNames(database).filter((table) => !table.includes("invitation"));
    assert.deepEqual(business, TABLES.toSorted());
  });
  it("gives every table a primary key", () => {
    const without = tableNames(database).filter((table) => !columnsOf(table).some((column) => column.pk > 0));
    assert.deepEqual(without, []);
  });
  it("makes every column called _id a foreign key", () => {
    const keys = new Set(
      tableNames(database).flatMap((table) =>
        query<{ from: string }>(database, `select "from" from pragma_foreign_key_list('${table}')`).map((key) => `${table}.${key.from}`),
      ),
    );
    const loose = columns.filter(({ name }) => name.endsWith("_id")).map(({ table, name }) => `${table}.${name}`);
    assert.deepEqual(
      loose.filter((column) => !keys.has(column)),
      [],
    );
  });
  it("keeps money in whole cents", () => {
    const wrong = columns.filter(({ name, type }) => /_cents(_|$)/.test(name) && type !== "INTEGER");
    assert.deepEqual(wrong, []);
  });
  it("keeps days and instants as text that sorts", () => {
    const wrong = columns.filter(({ name, type }) => /_(on|at)$/.test(name) && type !== "TEXT");
    assert.deepEqual(wrong, []);
  });
});
