import { anyPatternCovers } from "../../core/paths.ts";
import type { TreeIndex } from "../tree/tree-index.ts";
import { meaningsOf } from "./meanings.ts";
import type { Mention } from "./mention.ts";
import { type Token, tokensOf } from "./tokens.ts";

const MENTIONS_MAX = 500;
const QUOTE_CHARACTERS_MAX = 120;

/**
 * What a text names of a repository, the strongest first, each path once per kind, at most `MENTIONS_MAX`. Files that are
 * only bookkeeping are never among them, nor anything outside the repository. The text is untrusted: time grows with its
 * length only.
 */
export function mentionsIn(text: string, tree: TreeIndex): readonly Mention[] {
  const tokens = tokensOf(text);
  const mentions = new Map<string, Mention>();
  for (const [, token] of distinct(tokens)) {
    for (const meaning of meaningsOf(token, tree)) {
      if (tree.kindOf(meaning.path) === "bookkeeping") continue;
      const { forbidden, deleted, weight } = token;
      keep(mentions, { ...meaning, strength: meaning.strength * weight, quote: quoteOf(token), forbidden, deleted });
    }
  }
  const forbidden = [...mentions.values()].filter((mention) => mention.forbidden).map(({ path }) => path);
  return [...mentions.values()]
    .map((mention) => ({ ...mention, forbidden: mention.forbidden || anyPatternCovers(forbidden, mention.path) }))
    .sort((a, b) => b.strength - a.strength || (a.path < b.path ? -1 : Number(a.path > b.path)) || (a.kind < b.kind ? -1 : 1))
    .slice(0, MENTIONS_MAX);
}

/** Each token is looked up once for each way it is said. */
function distinct(tokens: readonly Token[]): ReadonlyMap<string, Token> {
  return new Map(tokens.map((token) => [`${token.text}\n${token.said} ${token.forbidden} ${token.deleted} ${token.weight}`, token]));
}

/** The strongest way a path is named counts; to forbid it, or to say that it goes, once is enough. */
function keep(mentions: Map<string, Mention>, mention: Mention): void {
  const key = `${mention.kind} ${mention.path}`;
  const other = mentions.get(key);
  if (other === undefined) mentions.set(key, mention);
  else {
    const stronger = mention.strength > other.strength ? mention : other;
    mentions.set(key, { ...stronger, forbidden: mention.forbidden || other.forbidden, deleted: mention.deleted || other.deleted });
  }
}

function quoteOf({ text }: Token): string {
  return text.slice(0, QUOTE_CHARACTERS_MAX);
}
