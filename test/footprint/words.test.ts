import { expect, test } from "vitest";
import { identifiersOf, wordsOf } from "../../src/footprint/words.ts";

test("camel, snake and kebab case, paths and prose give the same words", () => {
  const expected = ["read", "commit", "message"];
  for (const text of [
    "readCommitMessages",
    "read_commit_messages",
    "read-commit-messages",
    "src/ReadCommit.messages",
    "Read the commit's messages",
  ]) {
    expect(wordsOf(text).filter((word) => word !== "src")).toEqual(expected);
  }
});

test("runs of capitals end where the next word begins", () => {
  expect(wordsOf("HTTPServer2Client QA-033 e2e S3")).toEqual(["http", "server", "client", "qa", "033", "e2e", "s3"]);
});

test("plurals meet their singulars, and words that only look like plurals stay", () => {
  expect(wordsOf("entries classes boxes files status class analysis")).toEqual([
    "entry",
    "class",
    "box",
    "file",
    "status",
    "class",
    "analysis",
  ]);
});

test("identifiers are found whole whatever their case", () => {
  expect(identifiersOf("call readBlob or read_blobs, not read-blob; plain words stay out")).toEqual(["readblob", "readblob", "readblob"]);
});

test("any text is read, in any script, without an error", () => {
  expect(wordsOf("")).toEqual([]);
  expect(wordsOf("Größe der Datei 文件 \u0000 💡")).toEqual(["größe", "der", "datei", "文件"]);
});
