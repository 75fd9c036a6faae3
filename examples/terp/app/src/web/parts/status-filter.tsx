import { readable } from "./status.ts";

interface StatusFilterProps<Status extends string> {
  readonly statuses: readonly Status[];
  readonly chosen: Status | undefined;
  readonly onChoose: (status: Status | undefined) => void;
}

/** Narrows a list to one status. */
export function StatusFilter<Status extends string>({ statuses, chosen, onChoose }: StatusFilterProps<Status>) {
  return (
    <label className="filter">
      Status
      <select name="status" value={chosen ?? ""} onChange={(change) => onChoose(statuses.find((status) => status === change.target.value))}>
        <option value="">All</option>
        {statuses.map((status) => (
          <option key={status} value={status}>
            {readable(status)}
          </option>
        ))}
      </select>
    </label>
  );
}
