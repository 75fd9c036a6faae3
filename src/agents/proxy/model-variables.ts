import type { ModelEndpoint } from "../../core/config.ts";
import type { ModelKey } from "./forward.ts";

interface Dialect {
  /** Where its servers look for the key. */
  readonly header: ModelKey["header"];
  /** The variables its clients take the server's address and the key from. */
  readonly address: readonly string[];
  readonly key: readonly string[];
}

export const DIALECTS: Readonly<Record<ModelEndpoint["dialect"], Dialect>> = {
  anthropic: { header: "x-api-key", address: ["ANTHROPIC_BASE_URL"], key: ["ANTHROPIC_API_KEY"] },
  openai: { header: "authorization", address: ["OPENAI_BASE_URL"], key: ["OPENAI_API_KEY"] },
  gemini: { header: "x-goog-api-key", address: ["GOOGLE_GEMINI_BASE_URL"], key: ["GEMINI_API_KEY"] },
};

/**
 * The variables by which an agent finds its model.
 * @param url the address it is to use; @param key what it is to send: good for this session's gateway, and nothing else.
 */
export function modelVariables({ dialect, env }: ModelEndpoint, url: string, key: string): Readonly<Record<string, string>> {
  const { address, key: keys } = DIALECTS[dialect];
  const fill = (text: string) => text.replaceAll("{modelUrl}", url).replaceAll("{modelKey}", key);
  return {
    ...Object.fromEntries(address.map((name) => [name, url])),
    ...Object.fromEntries(keys.map((name) => [name, key])),
    ...Object.fromEntries(Object.entries(env).map(([name, text]) => [name, fill(text)])),
    SIGNALBOX_MODEL_URL: url,
    SIGNALBOX_MODEL_KEY: key,
  };
}
