import { axisTicks, type Scale, scaleOf } from "./plot-scale.ts";

export interface PlotPoint {
  readonly x: number;
  readonly y: number;
  /** Half the width of the 95 % confidence interval of `y`; 0 for none. */
  readonly within: number;
}

export interface PlotSeries {
  readonly name: string;
  /** Drawn thicker than the others. */
  readonly isMarked: boolean;
  readonly isDashed: boolean;
  readonly points: readonly PlotPoint[];
}

export interface PlotAxis {
  /** With its unit. */
  readonly label: string;
  readonly scale: "linear" | "log";
}

export interface LinePlot {
  readonly title: string;
  /** What was held fixed. */
  readonly subtitle: string;
  readonly x: PlotAxis;
  readonly y: PlotAxis;
  readonly series: readonly PlotSeries[];
}

const [WIDTH, HEIGHT] = [860, 460];
const FRAME = { left: 70, top: 58, right: 190, bottom: 52 };
/** Okabe and Ito's colours, told apart by the colour-blind too; lighter ones on dark paper. */
const COLOURS = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#8a6d00", "#3d6fa8", "#7a4fb0", "#5b6572"];
const ON_DARK = ["#56b4e9", "#ff9b52", "#3fd0a5", "#e6a3c6", "#f0e442", "#8db8ea", "#bd98ee", "#a0aab6"];
const MARKS = ["M-3-3h6v6h-6z", "M0-4L4 3H-4z", "M0-4L4 0 0 4-4 0z", "M-3 0A3 3 0 1 0 3 0 3 3 0 1 0-3 0"];

/** One self-contained SVG, light or dark as its reader has it. Values that a log scale cannot show lie on its lower edge. */
export function linePlot(plot: LinePlot): string {
  const points = plot.series.flatMap((series) => series.points);
  const x = scaleOf(
    points.map((point) => point.x),
    plot.x.scale,
    [FRAME.left, WIDTH - FRAME.right],
  );
  const y = scaleOf(
    points.map((point) => point.y),
    plot.y.scale,
    [HEIGHT - FRAME.bottom, FRAME.top],
  );
  const body = [titles(plot), grid(x, y), ...plot.series.map((series, at) => drawn(series, at, x, y)), legend(plot.series)];
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" role="img" aria-label="${safe(plot.title)}">
<style>${style()}</style>
<rect class="paper" width="100%" height="100%"/>
${body.join("\n")}
</svg>
`;
}

function style(): string {
  const colours = (list: readonly string[]) => list.map((colour, at) => `--c${at}: ${colour};`).join(" ");
  const series = COLOURS.map((_, at) => `.s${at} { stroke: var(--c${at}); fill: var(--c${at}); }`).join("\n");
  return `
svg { color-scheme: light dark; --paper: #fbfaf7; --ink: #1d2229; --soft: #5b6572; --line: #e2dfd8; ${colours(COLOURS)} }
@media (prefers-color-scheme: dark) { svg { --paper: #14171b; --ink: #e6e8eb; --soft: #a0aab6; --line: #2e343c; ${colours(ON_DARK)} } }
.paper { fill: var(--paper); } text { font: 12px system-ui, sans-serif; fill: var(--soft); } .title { font-size: 15px; font-weight: 600; fill: var(--ink); }
.grid { stroke: var(--line); } .curve { fill: none; stroke-width: 1.6; } .marked { stroke-width: 3.2; } .dashed { stroke-dasharray: 6 4; } .range { stroke-width: 1; opacity: .7; }
${series}
`;
}

function titles({ title, subtitle, x, y }: LinePlot): string {
  const middle = (FRAME.top + HEIGHT - FRAME.bottom) / 2;
  return [
    `<text class="title" x="${FRAME.left}" y="24">${safe(title)}</text>`,
    `<text x="${FRAME.left}" y="42">${safe(subtitle)}</text>`,
    `<text x="${(FRAME.left + WIDTH - FRAME.right) / 2}" y="${HEIGHT - 12}" text-anchor="middle">${safe(x.label)}</text>`,
    `<text transform="translate(18 ${middle}) rotate(-90)" text-anchor="middle">${safe(y.label)}</text>`,
  ].join("\n");
}

function grid(x: Scale, y: Scale): string {
  const rows = axisTicks(y).map((value) => {
    const at = y.place(value).toFixed(1);
    const line = `<path class="grid" d="M${FRAME.left} ${at}H${WIDTH - FRAME.right}"/>`;
    return `${line}<text x="${FRAME.left - 8}" y="${at}" dy="4" text-anchor="end">${value}</text>`;
  });
  const columns = axisTicks(x).map((value) => {
    const at = x.place(value).toFixed(1);
    const line = `<path class="grid" d="M${at} ${FRAME.top}V${HEIGHT - FRAME.bottom}"/>`;
    return `${line}<text x="${at}" y="${HEIGHT - FRAME.bottom + 18}" text-anchor="middle">${value}</text>`;
  });
  return [...rows, ...columns].join("\n");
}

function drawn({ points, isMarked, isDashed }: PlotSeries, at: number, x: Scale, y: Scale): string {
  const colour = `s${at % COLOURS.length}`;
  const path = points.map((point, place) => `${place === 0 ? "M" : "L"}${x.place(point.x).toFixed(1)} ${y.place(point.y).toFixed(1)}`);
  const ranges = points
    .filter(({ within }) => within > 0)
    .map((point) => {
      const [low, high] = [y.place(point.y - point.within), y.place(point.y + point.within)].map((place) => place.toFixed(1));
      return `<path class="range ${colour}" d="M${x.place(point.x).toFixed(1)} ${low}V${high}"/>`;
    });
  const few = points.length <= 12 ? points : [];
  const marks = few.map((point) => mark(at, x.place(point.x), y.place(point.y)));
  const looks = `curve ${colour}${isMarked ? " marked" : ""}${isDashed ? " dashed" : ""}`;
  return [`<path class="${looks}" style="fill:none" d="${path.join("")}"/>`, ...ranges, ...marks].join("\n");
}

function legend(series: readonly PlotSeries[]): string {
  const left = WIDTH - FRAME.right + 16;
  const rows = series.map(({ name, isMarked, isDashed }, at) => {
    const top = FRAME.top + 8 + at * 20;
    const looks = `curve s${at % COLOURS.length}${isMarked ? " marked" : ""}${isDashed ? " dashed" : ""}`;
    return `<path class="${looks}" style="fill:none" d="M${left} ${top}h26"/>${mark(at, left + 13, top)}<text x="${left + 34}" y="${top + 4}">${safe(name)}</text>`;
  });
  return rows.join("\n");
}

function mark(at: number, x: number, y: number): string {
  return `<path class="s${at % COLOURS.length}" transform="translate(${x.toFixed(1)} ${y.toFixed(1)})" d="${MARKS[at % MARKS.length] ?? ""}"/>`;
}

function safe(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
