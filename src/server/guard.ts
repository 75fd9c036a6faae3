import { createHash, timingSafeEqual } from "node:crypto";
import type { HttpBindings } from "@hono/node-server";
import type { MiddlewareHandler } from "hono";
import { errorBody } from "./error-body.ts";

type Guard = MiddlewareHandler<{ Bindings: HttpBindings }>;

/**
 * Lets a request pass only when it is meant for us (DESIGN §12).
 *
 * `Host` must be this very address: a name that an attacker's DNS points at 127.0.0.1 is not. `Origin`, which browsers
 * send, must be ours: another site's page may not talk to us.
 */
export function addressGuard(): Guard {
  return async (context, next) => {
    const hosts = ownHosts(context.env.incoming.socket.localPort);
    const host = context.req.header("host") ?? "";
    if (!hosts.includes(host)) {
      return context.json(
        errorBody("refused", `expected Host ${hosts[0]}, got \`${host}\``, "use the address of the coordinator file"),
        403,
      );
    }
    const origin = context.req.header("origin");
    if (origin !== undefined && !hosts.some((own) => origin === `http://${own}`)) {
      return context.json(errorBody("refused", `expected no foreign Origin, got \`${origin}\``, "other sites may not use this API"), 403);
    }
    return await next();
  };
}

/** Lets a request pass only when it comes from the owner: the token, which only the owner can read, says who asks. */
export function ownerGuard(token: () => string): Guard {
  return async (context, next) => {
    const expected = digest(`Bearer ${token()}`);
    // Digests have one length, so the comparison tells nothing about the token, its length included.
    if (!timingSafeEqual(digest(context.req.header("authorization") ?? ""), expected)) {
      const next = "send the token of the coordinator file as `Authorization: Bearer …`";
      return context.json(errorBody("refused", "expected the coordinator's token, got none or another", next), 401);
    }
    return await next();
  };
}

function ownHosts(port: number | undefined): readonly string[] {
  return [`127.0.0.1:${port}`, `localhost:${port}`];
}

function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
