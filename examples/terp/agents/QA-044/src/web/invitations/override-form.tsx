import { type FormEvent, useId } from "react";
import { type InvitationStatus, OVERRIDES, type Override } from "../../invitations/invitation.ts";
import { Field } from "../parts/field.tsx";
import { readable } from "../parts/status.ts";

interface OverrideFormProps {
  readonly status: InvitationStatus;
  readonly onOverride: (status: Override, reason: string) => void;
}

/** An administrator decides, and says why. */
export function OverrideForm({ status, onOverride }: OverrideFormProps) {
  const field = useId();
  const submit = (submitted: FormEvent<HTMLFormElement>) => {
    submitted.preventDefault();
    const data = new FormData(submitted.currentTarget);
    const chosen = OVERRIDES.find((one) => one === data.get("status"));
    if (chosen !== undefined) onOverride(chosen, String(data.get("reason") ?? ""));
  };
  return (
    <details>
      <summary>Override</summary>
      <form className="form" data-form="override" onSubmit={submit}>
        <div className="field">
          <label htmlFor={field}>Becomes</label>
          <select id={field} name="status">
            {OVERRIDES.filter((one) => one !== status).map((one) => (
              <option key={one} value={one}>
                {readable(one)}
              </option>
            ))}
          </select>
        </div>
        <Field label="Reason" name="reason" required />
        <button type="submit" className="button small">
          Override
        </button>
      </form>
    </details>
  );
}
