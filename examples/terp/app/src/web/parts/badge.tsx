import { readable, toneOf } from "./status.ts";

/** A status in words, with a colour that repeats what the word says. */
export function Badge({ status }: { readonly status: string }) {
  return <span className={`badge ${toneOf(status)}`}>{readable(status)}</span>;
}
