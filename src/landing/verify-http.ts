import type { VerifyConfig } from "../core/config.ts";
import { httpGet } from "./http-request.ts";
import { notYet, poll } from "./poll.ts";
import type { Verification, VerifyContext } from "./verify-landing.ts";

const REQUEST_MS_MAX = 30_000;

/**
 * Probes a URL until it is healthy: the expected status, and the expected text where one is configured. A deployment takes
 * its time, so everything else means "not yet", until the timeout makes it a failure.
 */
export async function verifyByHttp(
  config: Extract<VerifyConfig, { kind: "http" }>,
  commit: string,
  { clock, signal }: VerifyContext,
): Promise<Omit<Verification, "ms">> {
  const { url, expectStatus } = config;
  const expectText = config.expectText?.replaceAll("{commit}", commit);
  const options = { clock, intervalMs: config.intervalSeconds * 1000, timeoutMs: config.timeoutSeconds * 1000, ...(signal && { signal }) };
  const seen = await poll<string>(options, async (limitMs) => {
    const answer = await httpGet({ url, timeoutMs: Math.min(REQUEST_MS_MAX, limitMs), ...(signal && { signal }) });
    if (!answer.ok) return notYet(`expected ${url} to answer, got \`${answer.detail}\``);
    if (answer.status !== expectStatus) return notYet(`expected status ${expectStatus} from ${url}, got \`${answer.status}\``);
    if (expectText !== undefined && !answer.body.includes(expectText)) {
      return notYet(`expected the answer of ${url} to contain \`${expectText}\`, got ${answer.body.length} characters without it`);
    }
    return { done: true, answer: `${url} answered ${answer.status}` };
  });
  if (seen.done) return { outcome: "passed", detail: seen.answer };
  return { outcome: signal?.aborted ? "timed-out" : "failed", detail: seen.detail };
}
