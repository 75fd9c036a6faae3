type Form = Readonly<Record<string, unknown>>;

/** A positive whole number in a form field, or undefined. */
export function positiveField(form: Form, name: string): number | undefined {
  const value = Number(form[name]);
  return Number.isSafeInteger(value) && value > 0 ? value : undefined;
}

/** A day (`YYYY-MM-DD`) in a form field, or undefined. */
export function dayField(form: Form, name: string): string | undefined {
  const value = form[name];
  return typeof value === "string" && /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(Date.parse(value)) ? value : undefined;
}

/** Text that is not empty, at most 200 characters, or undefined. */
export function textField(form: Form, name: string): string | undefined {
  const value = form[name];
  return typeof value === "string" && value.trim() !== "" && value.length <= 200 ? value.trim() : undefined;
}
