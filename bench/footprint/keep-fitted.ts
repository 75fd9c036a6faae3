import { readFile, writeFile } from "node:fs/promises";

/** Says whether a fitted file is the committed one; with `write` it becomes that. */
export async function keepFitted(file: URL, source: string, write: boolean): Promise<void> {
  const isSame = source === (await readFile(file, "utf8"));
  if (write) await writeFile(file, source);
  console.log(
    isSame ? "the committed file is the fitted one" : write ? "written" : "the committed file is another one: --write replaces it",
  );
}
