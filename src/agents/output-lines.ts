import { StringDecoder } from "node:string_decoder";

/** Turns chunks of bytes into lines of bounded length. */
export interface OutputLines {
  /** The lines completed by this chunk. */
  push(chunk: Buffer): readonly string[];
  /** The last line, if it had no newline. */
  end(): readonly string[];
}

/**
 * A line longer than `lineCharactersMax` is cut there and the rest up to its newline dropped, so that output without
 * newlines cannot fill the memory.
 */
export function outputLines(lineCharactersMax = 1024 * 1024): OutputLines {
  const decoder = new StringDecoder("utf8");
  let pieces: string[] = [];
  let characters = 0;
  const keep = (text: string) => {
    const kept = text.slice(0, lineCharactersMax - characters);
    if (kept !== "") pieces.push(kept);
    characters += kept.length;
  };
  const take = () => {
    const line = pieces.join("").replace(/\r$/, "");
    pieces = [];
    characters = 0;
    return line;
  };
  return {
    push(chunk) {
      const [first = "", ...others] = decoder.write(chunk).split("\n");
      const lines: string[] = [];
      keep(first);
      for (const text of others) {
        lines.push(take());
        keep(text);
      }
      return lines;
    },
    end() {
      keep(decoder.end());
      return characters === 0 ? [] : [take()];
    },
  };
}
