import type { InferResponseType } from "hono/client";
import type { api } from "../api.ts";

/** A widget's content as the server sends it. */
export type Figure = InferResponseType<typeof api.dashboard.widgets.$get, 200>["revenue"];
