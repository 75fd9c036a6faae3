const TYPES: Readonly<Record<number, string>> = { 400: "invalid_request_error", 401: "invalid_api_key", 429: "rate_limit_exceeded" };

/** The body of a failed request, the same in both of OpenAI's dialects. */
export function openaiFault(status: number, message: string): unknown {
  const type = TYPES[status] ?? "server_error";
  return { error: { message, type, code: type, param: null } };
}
