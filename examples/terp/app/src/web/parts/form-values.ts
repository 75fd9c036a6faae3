import { parseMoney } from "../../finance/money.ts";

/** The fields of a form that was sent, by name. What is missing or no number becomes 0, which the server refuses with a message. */
export function formValues(form: HTMLFormElement) {
  const data = new FormData(form);
  const text = (name: string) => String(data.get(name) ?? "").trim();
  return {
    text,
    number: (name: string) => Number(text(name)) || 0,
    cents: (name: string) => parseMoney(text(name)) ?? 0,
  };
}
