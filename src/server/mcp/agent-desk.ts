import type { Outcome } from "../../core/claim.ts";
import type { Answered, Asked, ToolName } from "./tool-forms.ts";

/**
 * What an agent may ask of Signalbox: one method per tool, for one caller whose identity is settled. Refusals are values;
 * what is thrown is a fault. Two desks serve: one for sessions a coordinator started, one for everybody else.
 */
export type AgentDesk = {
  readonly [Name in ToolName]: (asked: Asked<Name>) => Promise<Outcome<Answered<Name>>>;
};
