import { identifiersOf, wordsOf } from "../words.ts";
import { Growing } from "./growing.ts";

/** Where a word of a path stands. The name says most, then the folder that holds it, then the way there. */
export const PLACES = ["name", "folder", "way"] as const;

/** Inverted lists from words to the files whose paths hold them. */
export class PathWords {
  /** Per word: file numbers times three plus the place's index. A renamed file keeps its old names: people still use them. */
  readonly lists = new Map<string, Growing>();
  /** Different words in the name of each file. */
  readonly nameWords: number[] = [];

  add(file: number, path: string): void {
    const parts = path.split("/");
    const name = (parts.pop() ?? "").replace(/^\.+/, "");
    const folder = parts.pop() ?? "";
    const stem = name.replace(/\.[^.]+$/, "");
    const inName = new Set([...wordsOf(name), ...identifiersOf(stem).map((whole) => `@${whole}`)]);
    const inFolder = new Set([...wordsOf(folder), ...identifiersOf(folder).map((whole) => `@${whole}`)]);
    const onWay = new Set(wordsOf(parts.join("/")));
    this.nameWords[file] = new Set(wordsOf(name)).size;
    for (const word of inName) this.#list(word).push(file * PLACES.length);
    for (const word of inFolder) if (!inName.has(word)) this.#list(word).push(file * PLACES.length + 1);
    for (const word of onWay) if (!inName.has(word) && !inFolder.has(word)) this.#list(word).push(file * PLACES.length + 2);
  }

  #list(word: string): Growing {
    let list = this.lists.get(word);
    if (list === undefined) {
      list = new Growing(2);
      this.lists.set(word, list);
    }
    return list;
  }
}
