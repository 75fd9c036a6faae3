import { request } from "node:http";
import { describe, expect, it } from "vitest";
import type { ModelServer } from "../../../src/simulation/model-server/model-server.ts";
import { scriptMark } from "../../../src/simulation/model-server/script.ts";
import { until } from "../../support/until.ts";
import { asked, modelServer, post } from "./ask.ts";

const PATH = "/v1/chat/completions";
const TOOLS = [{ type: "function", function: { name: "bash", parameters: { type: "object" } } }];
const body = (step: object, text = "", stream = false) => ({
  ...{ model: "m", stream, tools: TOOLS },
  messages: [{ role: "user", content: `${text} ${scriptMark([{ say: "Fine.", ...step }])}` }],
});

async function statuses(server: ModelServer, asking: unknown, times: number): Promise<readonly number[]> {
  const found: number[] = [];
  for (let time = 0; time < times; time++) found.push((await post(server, PATH, asking)).status);
  return found;
}

describe("a scripted fault", () => {
  it.each([400, 429, 500, 529])("answers with %i so often, then plays the step", async (status) => {
    expect(await statuses(await modelServer(), body({ fault: { status, times: 2 } }), 4)).toEqual([status, status, 200, 200]);
  });

  it("strikes each conversation, not whoever comes first", async () => {
    const server = await modelServer();
    const fault = { status: 529 };
    expect(await statuses(server, body({ fault }, "one"), 2)).toEqual([529, 200]);
    expect(await statuses(server, body({ fault }, "two"), 2)).toEqual([529, 200]);
  });

  it("that has struck strikes no second time when the agent is resumed and told anew", async () => {
    const server = await modelServer();
    const { messages, ...rest } = body({ fault: { status: 400 } });
    const again = { role: "user", content: `Your last turn was interrupted. ${messages[0]?.content}` };
    expect(await statuses(server, { messages, ...rest }, 1)).toEqual([400]);
    expect(await statuses(server, { messages: [...messages, again], ...rest }, 1)).toEqual([200]);
  });

  it("says how long to wait only where the script does", async () => {
    const server = await modelServer();
    const wait = await post(server, PATH, body({ fault: { status: 429, retryAfterSeconds: 7 } }));
    expect(wait.headers.get("retry-after")).toBe("7");
    expect((await post(server, PATH, body({ fault: { status: 429 } }))).headers.get("retry-after")).toBeNull();
  });

  it("cuts a stream half-way, after some of it has come, and a whole answer before it", async () => {
    const server = await modelServer();
    const cut = await post(server, PATH, body({ fault: { cut: true, times: 2 } }, "", true));
    const pieces: string[] = [];
    const reading = (async () => {
      for await (const chunk of cut.body ?? []) pieces.push(Buffer.from(chunk).toString());
    })();
    await expect(reading).rejects.toThrow();
    expect(pieces.join("")).toContain('"role":"assistant"');
    expect(pieces.join("")).not.toContain("[DONE]");
    await expect(post(server, PATH, body({ fault: { cut: true, times: 2 } }))).rejects.toThrow();
    expect((await asked(server, PATH, body({ fault: { cut: true, times: 2 } }))).choices[0].message.content).toBe("Fine.");
  });

  it("hangs until the client goes, and answers others meanwhile", async () => {
    const server = await modelServer();
    const leaving = new AbortController();
    const hanging = post(server, PATH, body({ fault: { hang: true } }), leaving.signal);
    await until(() => server.requests().length === 1);
    expect(await statuses(server, body({}), 1)).toEqual([200]);
    leaving.abort();
    await expect(hanging).rejects.toThrow();
  });

  it("does not keep the server from ending", async () => {
    const server = await modelServer();
    const hanging = post(server, PATH, body({ fault: { hang: true } })).catch(() => "ended");
    const slow = post(server, PATH, body({ delayMs: 600_000 })).catch(() => "ended");
    await until(() => server.requests().length === 2);
    await server.close();
    expect(await Promise.all([hanging, slow])).toEqual(["ended", "ended"]);
  });

  it("is told in the log of requests", async () => {
    const server = await modelServer();
    await statuses(server, body({ fault: { status: 529 } }), 2);
    const faults = server.requests().map(({ fault, step, tools }) => ({ fault, step, tools }));
    expect(faults).toEqual([
      { fault: { status: 529, times: 1 }, step: 0, tools: ["bash"] },
      { fault: null, step: 0, tools: ["bash"] },
    ]);
  });
});

describe("the model server", () => {
  it("goes on where a conversation is, whoever started it: it can be another server", async () => {
    const script = scriptMark([{ do: { run: "one" } }, { do: { run: "two" } }, { say: "Third." }]);
    const call = { role: "assistant", tool_calls: [{ id: "1", type: "function", function: { name: "bash", arguments: "{}" } }] };
    const conversation = [{ role: "user", content: script }, call, { role: "tool", content: "" }, { role: "user", content: "Go on." }];
    const first = await modelServer();
    const message = await asked(first, PATH, { tools: TOOLS, messages: conversation });
    expect(message.choices[0].message.tool_calls[0].function.arguments).toBe('{"command":"two"}');
    const second = await modelServer();
    const after = await asked(second, PATH, { tools: TOOLS, messages: [...conversation, call, { role: "tool", content: "" }] });
    expect(after.choices[0].message.content).toBe("Third.");
  });

  it("goes on where an agent was that is told the same once more, and begins what it is told anew", async () => {
    const script = scriptMark([{ do: { run: "one" } }, { say: "Second." }]);
    const call = { role: "assistant", tool_calls: [{ id: "1", type: "function", function: { name: "bash", arguments: "{}" } }] };
    const played = [{ role: "user", content: `First. ${script}` }, call, { role: "tool", content: "" }];
    const server = await modelServer();
    const said = async (...messages: unknown[]) => {
      const { choices } = await asked(server, PATH, { tools: TOOLS, messages: [...played, ...messages] });
      return choices[0].message.content;
    };
    expect(await said({ role: "user", content: `Again. ${script}` })).toBe("Second.");
    const other = { role: "user", content: scriptMark([{ say: "Something else." }]) };
    expect(await said(other)).toBe("Something else.");
    expect(await said(other, { role: "user", content: `Once more. ${script}` })).toBeNull();
  });

  it("tells one conversation's faults by its prompt alone, whatever the program says beside it", async () => {
    const server = await modelServer();
    const text = scriptMark([{ fault: { status: 529 } }]);
    const parts = (beside: string) => [
      { type: "text", text: beside },
      { type: "text", text },
    ];
    const ask = (beside: string) => post(server, PATH, { tools: TOOLS, messages: [{ role: "user", content: parts(beside) }] });
    expect([(await ask("two files")).status, (await ask("three files")).status]).toEqual([529, 200]);
  });

  it("plays what it is told a prompt stands for", async () => {
    const server = await modelServer({ scriptOf: (text) => (text.includes("T-1") ? [{ say: "For T-1." }] : null) });
    const message = await asked(server, PATH, { tools: TOOLS, messages: [{ role: "user", content: "# T-1: a task" }] });
    expect(message.choices[0].message.content).toBe("For T-1.");
  });

  it("lists its models, and answers nonsense with a fault instead of falling over", async () => {
    const server = await modelServer();
    const models = await (await fetch(`${server.url}/v1/models`)).json();
    expect(models).toMatchObject({ object: "list", data: [{ object: "model" }] });
    expect((await fetch(`${server.url}/v1/nothing`)).status).toBe(404);
    const broken = await fetch(`${server.url}${PATH}`, { method: "POST", body: "{" });
    expect([broken.status, (await broken.json()).error.type]).toEqual([400, "invalid_request_error"]);
    expect(await statuses(server, { messages: "no" }, 1)).toEqual([400]);
    const wrong = { tools: TOOLS, messages: [{ role: "user", content: "<<model-script nonsense model-script>>" }] };
    expect((await asked(server, PATH, wrong)).error.message).toContain("expected a model script");
  });

  it("listens on the loopback interface only and takes no body without end", async () => {
    const server = await modelServer();
    expect(server.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    const status = await new Promise((resolve, reject) => {
      const asking = request(`${server.url}${PATH}`, { method: "POST" }, (response) => resolve(response.statusCode));
      asking.on("error", reject);
      asking.end(Buffer.alloc(65 * 1024 * 1024, 32));
    });
    expect(status).toBe(400);
  });
});
