/** Lines of `text` that `other` has not, counting repeats; lines without a letter or digit say nothing and are left out. */
export function linesWithout(text: string, other: string): string[] {
  const counts = new Map<string, number>();
  for (const line of other.split("\n")) counts.set(line, (counts.get(line) ?? 0) + 1);
  return text.split("\n").filter((line) => {
    const count = counts.get(line) ?? 0;
    counts.set(line, count - 1);
    return count <= 0 && /[\p{L}\p{N}]/u.test(line);
  });
}
