/** What agents ask besides answers: which models there are, and how long a text is in tokens. */

const MODEL = "scripted-1";

/** One list for all dialects: clients take the fields they know. */
const MODELS = {
  object: "list",
  data: [{ id: MODEL, type: "model", object: "model", display_name: "Scripted", created: 0, owned_by: "signalbox" }],
  has_more: false,
  models: [],
};

const BYTES_PER_TOKEN = 4;

/** The answer to a side question, or undefined when it is none. */
export function sideAnswer(method: string, path: string, bodyBytes: number): object | undefined {
  const tokens = Math.max(1, Math.ceil(bodyBytes / BYTES_PER_TOKEN));
  if (method === "GET" && path.endsWith("/models")) return MODELS;
  if (method === "POST" && path.endsWith("/messages/count_tokens")) return { input_tokens: tokens };
  if (method === "POST" && path.endsWith(":countTokens")) return { totalTokens: tokens };
  return undefined;
}
