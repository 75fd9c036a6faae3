import { describe, expect, it } from "vitest";
import type { StoredEvent } from "../../src/core/event.ts";
import { until } from "../support/until.ts";
import { note, TOKEN, testServer } from "./support.ts";

/** Reads a stream into a list, in the background. */
function collect(events: AsyncIterable<StoredEvent>): { readonly events: StoredEvent[]; readonly ended: Promise<void> } {
  const collected: StoredEvent[] = [];
  const read = async () => {
    for await (const event of events) collected.push(event);
  };
  return { events: collected, ended: read() };
}

describe("the event stream", () => {
  it("sends every event once and in order, however old and new ones meet", async () => {
    const { connect, store } = await testServer();
    for (let index = 0; index < 1_200; index += 1) await note(store, `old ${index}`);
    const client = await connect();
    const readers = [0, 600, 1_199].map((afterSeq) => ({ afterSeq, reader: collect(client.events({ afterSeq })) }));
    for (let index = 0; index < 300; index += 1) await note(store, `new ${index} 🚦\n`);
    const all = await store.events({});
    for (const { afterSeq, reader } of readers) {
      await until(() => reader.events.length >= 1_500 - afterSeq, { what: `1,500 events after ${afterSeq}` });
      expect(reader.events).toEqual(all.slice(afterSeq));
    }
  });

  it("goes on after the event a reader names, as browsers do", async () => {
    const { server, store } = await testServer();
    for (const text of ["one", "two", "three"]) await note(store, text);
    const stop = new AbortController();
    const headers = { authorization: `Bearer ${TOKEN}`, "last-event-id": "2" };
    const answer = await fetch(`${server.url}/v1/events`, { headers, signal: stop.signal });
    expect(answer.headers.get("content-type")).toBe("text/event-stream");
    const first = await answer.body?.getReader().read();
    const text = new TextDecoder().decode(first?.value);
    expect(text).toMatch(/^id: 3\nevent: note\ndata: \{.*"seq":3.*\}\n\n/);
    stop.abort();
  });

  it("sends only what was asked for", async () => {
    const { connect, store } = await testServer();
    await note(store, "of S-1", "S-1");
    const client = await connect();
    const reader = collect(client.events({ session: "S-1" }));
    await note(store, "of S-2", "S-2");
    await note(store, "of S-1 again", "S-1");
    await until(() => reader.events.length === 2);
    expect(reader.events.map((event) => event.session)).toEqual(["S-1", "S-1"]);
  });

  it("shows that it lives while nothing happens", async () => {
    const { server, clock, listeners } = await testServer();
    const answer = await fetch(`${server.url}/v1/events`, { headers: { authorization: `Bearer ${TOKEN}` } });
    await until(() => listeners() === 1);
    const chunk = answer.body?.getReader().read();
    let text = "";
    void chunk?.then(({ value }) => {
      text = new TextDecoder().decode(value);
    });
    await until(() => {
      clock.advance(15_000);
      return text !== "";
    });
    expect(text).toMatch(/^(: nothing new\n\n)+$/);
  });

  it("ends when the reader leaves, and listens no longer", async () => {
    const { connect, store, listeners } = await testServer();
    await note(store, "one");
    const client = await connect();
    for await (const event of client.events()) {
      expect(event.seq).toBe(1);
      break;
    }
    const stop = new AbortController();
    const reader = collect(client.events({}, stop.signal));
    await until(() => reader.events.length === 1);
    stop.abort();
    await reader.ended;
    await until(() => listeners() === 0, { what: "no listener left" });
    await collect(client.events({}, AbortSignal.abort())).ended;
  });

  it("ends when the coordinator closes, which waits for nobody's stream", async () => {
    const { connect, server, store, listeners } = await testServer();
    await note(store, "one");
    const reader = collect((await connect()).events());
    await until(() => reader.events.length === 1);
    await server.close();
    await reader.ended;
    expect(listeners()).toBe(0);
  });
});

describe("closing the server", () => {
  it("lets an answer under way reach the one who asked", async () => {
    let answer: () => void = () => undefined;
    let asked = false;
    const accepted = { ok: true, value: { message: "stopping", change: null } } as const;
    const { connect, server } = await testServer({
      command: () => {
        asked = true;
        return new Promise((resolve) => {
          answer = () => resolve(accepted);
        });
      },
    });
    const client = await connect();
    const outcome = client.command({ name: "stop" });
    await until(() => asked);
    const closed = server.close();
    answer();
    expect(await outcome).toEqual(accepted);
    await closed;
  });
});
