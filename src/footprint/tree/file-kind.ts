import { anyPatternCovers } from "../../core/paths.ts";
import type { FileFacts } from "./file-facts.ts";

export const FILE_KINDS = ["source", "test", "docs", "config", "generated", "lock", "binary", "bookkeeping"] as const;
export type FileKind = (typeof FILE_KINDS)[number];

const LOCK =
  /(?:^|\/)(?:package-lock\.json|npm-shrinkwrap\.json|pnpm-lock\.yaml|packages\.lock\.json|gradle\.lockfile|go\.sum|go\.work\.sum|bun\.lockb|[^/]+\.lock)$/;
const BINARY =
  /\.(?:png|jpe?g|gif|ico|icns|webp|avif|bmp|tiff?|psd|pdf|zip|gz|tgz|bz2|xz|zst|7z|rar|jar|war|class|woff2?|ttf|otf|eot|mp[34]|mov|webm|ogg|wav|wasm|so|dylib|dll|exe|bin|o|a|pyc|sqlite3?|db|onnx|parquet)$/i;
const GENERATED =
  /(?:^|\/)(?:dist|node_modules|vendor|__generated__|generated)\/|\.min\.(?:js|css)$|\.map$|\.pb\.(?:go|h|cc)$|_pb2(?:_grpc)?\.pyi?$|\.(?:g|freezed)\.dart$|[._]generated\.[a-z]+$|(?:^|\/)zz_generated[^/]*$/;
const TEST =
  /(?:^|\/)(?:tests?|__tests__|__mocks__|__snapshots__|specs?|e2e|testdata|testing|fixtures)\/|[._-](?:test|spec|e2e)\.[a-z]+$|_test\.(?:go|py|exs?|rs|rb)$|(?:^|\/)(?:test_[^/]*|conftest)\.py$|(?:Tests?|IT)\.(?:java|kt|cs)$|_spec\.rb$|\.snap$/;
const DOCS = /\.(?:md|mdx|markdown|rst|adoc|txt)$|(?:^|\/)(?:LICEN[CS]E|NOTICE|AUTHORS|CHANGELOG|README|CODEOWNERS)[^/]*$/i;
const CONFIG =
  /\.(?:json[c5]?|ya?ml|toml|ini|cfg|conf|env|properties|editorconfig|gradle|kts|xml|tf|nix|mod|work)$|(?:^|\/)\.[^/]+$|(?:^|\/)\.(?:github|circleci|husky|githooks|vscode|changeset)\/|(?:^|\/)(?:Dockerfile|Makefile|Justfile|justfile|Procfile|Rakefile|Gemfile|Jenkinsfile)[^/]*$|\.config\.[cm]?[jt]s$/;

/** By its path alone. */
export function isTestPath(path: string): boolean {
  return TEST.test(path);
}

/** The kinds by name, the most telling first: a lock file is JSON too. */
const BY_NAME: readonly (readonly [FileKind, RegExp])[] = [
  ["lock", LOCK],
  ["binary", BINARY],
  ["generated", GENERATED],
  ["test", TEST],
  ["docs", DOCS],
  ["config", CONFIG],
];

/**
 * What a file is for, by its path and, where known, by what its content says of itself.
 * @param bookkeeping patterns of the files Signalbox keeps for itself: never a reason to put two tasks in order.
 */
export function fileKind(path: string, bookkeeping: readonly string[], note: FileFacts["note"] = null): FileKind {
  if (anyPatternCovers(bookkeeping, path)) return "bookkeeping";
  const named = BY_NAME.find(([, pattern]) => pattern.test(path))?.[0] ?? "source";
  if (note === "binary" && named !== "lock") return "binary";
  if (note === "generated" && (named === "source" || named === "test")) return "generated";
  return named;
}

/**
 * True for files that never make two tasks wait for each other: records have one writer, lock files and generated files
 * are made anew on the merged tree (DESIGN §7).
 */
export function isHarmless(path: string, bookkeeping: readonly string[]): boolean {
  const kind = fileKind(path, bookkeeping);
  return kind === "bookkeeping" || kind === "lock" || kind === "generated";
}
