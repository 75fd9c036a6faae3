import { describe, expect, it } from "vitest";
import { makeRedactor } from "../../src/agents/redact.ts";

const letters = (count: number) => "aB3d".repeat(Math.ceil(count / 4)).slice(0, count);

describe("redaction", () => {
  const redact = makeRedactor(["hunter2hunter2", "short", 'with "quotes"']);

  it.each([
    ["a model key", `sk-proj-${letters(40)}`],
    ["a GitHub token", `ghp_${letters(36)}`],
    ["a fine-grained GitHub token", `github_pat_${letters(40)}`],
    ["an AWS key id", `AKIA${"ABCD1234".repeat(2)}`],
    ["a Google key", `AIza${letters(35)}`],
    ["a Slack token", `xoxb-1234-${letters(20)}`],
    ["a JSON web token", `eyJ${letters(20)}.${letters(20)}.${letters(20)}`],
  ])("takes out %s", (_, secret) => {
    expect(redact(`before ${secret} after`)).toBe("before [redacted] after");
  });

  it("takes out values after names that promise a secret, headers and passwords in addresses", () => {
    expect(redact(`API_KEY=${letters(12)}`)).toBe("API_KEY=[redacted]");
    expect(redact(`"password": "${letters(12)}", "x": 1`)).toBe('"password": "[redacted]", "x": 1');
    expect(redact(`Authorization: Bearer ${letters(20)}`)).toBe("Authorization: Bearer [redacted]");
    expect(redact(`https://me:${letters(6)}@host/x`)).toBe("https://me:[redacted]@host/x");
  });

  it("takes out known values, also as they look inside JSON, and leaves short ones", () => {
    expect(redact("x hunter2hunter2 short")).toBe("x [redacted] short");
    expect(redact(JSON.stringify({ text: 'with "quotes"' }))).toBe('{"text":"[redacted]"}');
  });

  it("takes out a private key over several lines, and inside one line of JSON", () => {
    const key = ["-----BEGIN OPENSSH PRIVATE KEY-----", letters(60), letters(60), "-----END OPENSSH PRIVATE KEY-----", "after"];
    expect(key.map(makeRedactor([]))).toEqual(["[redacted]", "[redacted]", "[redacted]", "[redacted]", "after"]);
    expect(redact(JSON.stringify({ text: key.join("\n") }))).toBe('{"text":"[redacted]\\nafter"}');
  });

  it("reads a hostile line of a megabyte as fast as any other", () => {
    const hostile = ["eyJ-", "-----BEGIN PRIVATE KEY-----", "sk-", "token: ", "://a:", "-----BEGIN A", "Bearer ", "ghp_", 'token\\"', " "];
    for (const piece of hostile) {
      const line = piece.repeat(1_000_000 / piece.length);
      makeRedactor(["hunter2hunter2"])(line);
      makeRedactor([])(`${line.slice(0, 500_000)}-----END PRIVATE KEY-----${"x".repeat(500_000)}`);
      makeRedactor([])(`token${line}`);
    }
  });

  it("leaves JSON valid and ordinary text alone", () => {
    const line = JSON.stringify({ token: letters(20), text: `secret=${letters(10)}\nmore` });
    expect(JSON.parse(redact(line))).toEqual({ token: "[redacted]", text: "secret=[redacted]\nmore" });
    for (const text of [
      "The token is checked in auth.ts",
      "task-0123456789 Session-20260105-QA-033-1f2e3d4c",
      "risk-based",
      "const key = map.get(id);",
    ]) {
      expect(redact(text)).toBe(text);
    }
  });
});
