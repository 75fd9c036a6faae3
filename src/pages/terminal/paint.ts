/** How a word stands out on a terminal that has colours. */
export interface Paint {
  readonly strong: (text: string) => string;
  readonly faint: (text: string) => string;
  readonly warm: (text: string) => string;
}

/** @param color false: the words as they are, for pipes and under NO_COLOR. */
export function paintFor(color: boolean): Paint {
  const wrap = (code: number, end: number) => (text: string) => (color && text !== "" ? `\u001b[${code}m${text}\u001b[${end}m` : text);
  return { strong: wrap(1, 22), faint: wrap(2, 22), warm: wrap(33, 39) };
}
