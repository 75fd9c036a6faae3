import type { Cookie } from "./browser.ts";

/** The users that every database of the application has. */
export const USERS = {
  admin: { id: 1, email: "uma@terp.example" },
  sales: { id: 2, email: "vic@terp.example" },
  warehouse: { id: 3, email: "wes@terp.example" },
  purchasing: { id: 4, email: "pia@terp.example" },
} as const;

export const PASSWORD = "terp-demo";

export interface Answer<Body> {
  readonly status: number;
  /** Parsed where it is JSON, otherwise text; of the type the check expects. */
  readonly body: Body;
}

/** Asks the application as one user. */
export interface Session {
  readonly cookies: readonly Cookie[];
  get<Body = unknown>(path: string): Promise<Answer<Body>>;
  post<Body = unknown>(path: string, body?: unknown): Promise<Answer<Body>>;
  put<Body = unknown>(path: string, body: unknown): Promise<Answer<Body>>;
}

/**
 * Signs in.
 * @throws Error when the application refuses.
 */
export async function signIn(origin: string, email: string): Promise<Session> {
  const response = await send(origin, [], "POST", "/api/sign-in", { email, password: PASSWORD });
  if (!response.ok) throw new Error(`expected ${email} to be signed in, got ${response.status}: ${await response.text()}`);
  const cookies = response.headers.getSetCookie().map(cookieIn);
  return sessionWith(origin, cookies);
}

/** Asks as somebody who is not signed in. */
export function stranger(origin: string): Session {
  return sessionWith(origin, []);
}

function sessionWith(origin: string, cookies: readonly Cookie[]): Session {
  const ask = async <Body>(method: string, path: string, body?: unknown): Promise<Answer<Body>> => {
    const response = await send(origin, cookies, method, path, body);
    const text = await response.text();
    const isJson = response.headers.get("content-type")?.includes("json") ?? false;
    return { status: response.status, body: (isJson ? JSON.parse(text) : text) as Body };
  };
  return {
    cookies,
    get: (path) => ask("GET", path),
    post: (path, body = {}) => ask("POST", path, body),
    put: (path, body) => ask("PUT", path, body),
  };
}

function send(origin: string, cookies: readonly Cookie[], method: string, path: string, body?: unknown): Promise<Response> {
  const headers = {
    origin,
    "sec-fetch-site": "same-origin",
    cookie: cookies.map(({ name, value }) => `${name}=${value}`).join("; "),
    ...(body !== undefined && { "content-type": "application/json" }),
  };
  return fetch(origin + path, { method, headers, redirect: "manual", ...(body !== undefined && { body: JSON.stringify(body) }) });
}

function cookieIn(line: string): Cookie {
  const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
  return { name, value };
}
