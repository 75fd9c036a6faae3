import { type ClientResponse, DetailedError, hc, parseResponse } from "hono/client";
import type { AppType } from "../server/app.ts";

/** The server's API with the types of its routes: a renamed field there is a type error here. */
export const api = hc<AppType>(window.location.origin).api;

const RETRIES_MAX = 2;

/** An answer that is no success, with the server's own words. */
export class ApiError extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.name = "ApiError";
    this.status = status;
  }
}

/** The content of a successful answer; throws an `ApiError` for any other. */
export function read<Answer extends ClientResponse<unknown>>(answer: Promise<Answer>): ReturnType<typeof parseResponse<Answer>> {
  return parseResponse(answer).catch((error: unknown) => {
    if (error instanceof DetailedError) throw new ApiError(error.statusCode ?? 0, messageOf(error));
    throw new ApiError(0, "the server does not answer; try again in a moment");
  });
}

/** A refusal stays a refusal; only a server that fails or does not answer is asked again. */
export function isWorthRetrying(failures: number, error: Error): boolean {
  return failures < RETRIES_MAX && !(error instanceof ApiError && error.status >= 400 && error.status < 500);
}

function messageOf(error: DetailedError): string {
  const data: unknown = error.detail?.data;
  const said = typeof data === "object" && data !== null && "error" in data ? data.error : undefined;
  return typeof said === "string" ? said : error.message;
}
