import type { DayDone } from "./seed-database.ts";

const WIDTH = 40;
const REDRAW_MS = 100;

/** Shows how far a run is: as a bar that is drawn anew on a terminal, as a line for each month elsewhere. */
export function showProgress(terminal: boolean, write: (text: string) => void): (done: DayDone) => void {
  const startedMs = performance.now();
  let drawnMs = 0;
  let month = "";
  return (done) => {
    const nowMs = performance.now();
    const last = done.number === done.of;
    if (terminal) {
      if (!last && nowMs - drawnMs < REDRAW_MS) return;
      drawnMs = nowMs;
      write(`\r${bar(done)} ${speed(done, nowMs - startedMs)}${last ? "\n" : ""}`);
    } else if (last || done.day.slice(0, 7) !== month) {
      month = done.day.slice(0, 7);
      write(`${done.day} ${percent(done)} ${speed(done, nowMs - startedMs)}\n`);
    }
  };
}

function bar(done: DayDone): string {
  const full = Math.round((WIDTH * done.number) / done.of);
  return `[${"#".repeat(full)}${".".repeat(WIDTH - full)}] ${percent(done)} ${done.day}`;
}

function percent({ number, of }: DayDone): string {
  return `${String(Math.floor((100 * number) / of)).padStart(3)} %`;
}

function speed({ rows }: DayDone, elapsedMs: number): string {
  return `${rows} rows, ${Math.round((1000 * rows) / elapsedMs)} rows/s`;
}
