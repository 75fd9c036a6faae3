/** Fewer prompts cannot show what all of them repeat. */
const TEXTS_MIN = 3;
const SHARE_MIN = 0.6;
const LINE_CHARACTERS_MIN = 12;

/**
 * Each text without the lines that most texts of the folder share: the execution protocol that every prompt repeats says
 * nothing of what its task changes. Headings and list openers stay, because what is below them needs them; lines keep
 * their numbers. Task ids and numbers do not make a line its own.
 * @param texts by task id.
 */
export function ownWords(texts: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  if (texts.size < TEXTS_MIN) return texts;
  const seenIn = new Map<string, number>();
  for (const [id, text] of texts) {
    for (const line of new Set(text.split("\n").map((one) => signature(one, id)))) seenIn.set(line, (seenIn.get(line) ?? 0) + 1);
  }
  const most = Math.max(TEXTS_MIN, texts.size * SHARE_MIN);
  const isShared = (line: string, id: string) => !opens(line) && (seenIn.get(signature(line, id)) ?? 0) >= most;
  return new Map(
    [...texts].map(([id, text]) => [
      id,
      text
        .split("\n")
        .map((line) => (line.trim().length >= LINE_CHARACTERS_MIN && isShared(line, id) ? "" : line))
        .join("\n"),
    ]),
  );
}

function signature(line: string, id: string): string {
  return line.replaceAll(id, "<task>").replace(/\d+/g, "0").replace(/\s+/g, " ").trim();
}

function opens(line: string): boolean {
  return /^\s{0,3}#|:\**\s*$/.test(line);
}
