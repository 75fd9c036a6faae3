/** `2025-03-31T09:00` as people read it: `2025-03-31 09:00`. */
export function moment(at: string): string {
  return at.replace("T", " ");
}
