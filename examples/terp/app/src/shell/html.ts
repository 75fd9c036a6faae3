import { html } from "hono/html";

/** A piece of a page; text put into it is escaped. */
export type Html = ReturnType<typeof html>;

export { html };
