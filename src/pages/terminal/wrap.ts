/** Breaks text at spaces into lines of at most `width` characters; continued lines begin with `indent` spaces. */
export function wrap(text: string, width: number, indent: number = 2): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ").flatMap((one) => pieces(one, Math.max(8, width - indent)))) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (line === "" || line.trim() === "" || longer.length <= width) line = longer;
    else {
      lines.push(line);
      line = " ".repeat(indent) + word;
    }
  }
  return line === "" ? lines : [...lines, line];
}

function pieces(word: string, length: number): string[] {
  if (word.length <= length) return [word];
  return Array.from({ length: Math.ceil(word.length / length) }, (_, index) => word.slice(index * length, (index + 1) * length));
}
