/** Sorted paths hold everything below a directory in one run: `a/` comes before `a/b`, and `a0` after all of them. */
export function filesUnder(files: readonly string[], directory: string): readonly string[] {
  if (directory === "") return files;
  return files.slice(lowerBound(files, `${directory}/`), lowerBound(files, `${directory}0`));
}

function lowerBound(files: readonly string[], key: string): number {
  let [low, high] = [0, files.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((files[middle] ?? "") < key) low = middle + 1;
    else high = middle;
  }
  return low;
}
