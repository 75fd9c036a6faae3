import { raw } from "hono/html";

/** One small style sheet for all pages; no build step. */
export const STYLES = raw(`
  body { display: flex; flex-wrap: wrap; margin: 0; font: 15px/1.5 system-ui, sans-serif; color: #1d2733; }
  nav { min-width: 11rem; padding: 1rem; background: #f2f5f8; }
  nav a { display: block; padding: .2rem 0; color: #1c5d99; text-decoration: none; }
  nav a[aria-current] { font-weight: 600; }
  nav h2 { margin: .8rem 0 .2rem; font-size: .75rem; text-transform: uppercase; color: #5c6b7a; }
  main { flex: 1; padding: 1rem 1.5rem; }
  .dashboard-layout { display: flex; gap: 1.5rem; }
  .widgets { display: grid; grid-template-columns: repeat(auto-fill, minmax(14rem, 1fr)); gap: 1rem; }
  .widget { padding: .8rem 1rem; border: 1px solid #d7dee5; border-radius: .5rem; }
  .columns { display: grid; grid-template-columns: 1fr 1fr; gap: 1.5rem; }
  .badge { padding: 0 .5rem; border-radius: 1rem; background: #ffe9b8; }
  table { border-collapse: collapse; }
  td, th { padding: .25rem .8rem .25rem 0; text-align: left; border-bottom: 1px solid #e6ebf0; }
  td.number { text-align: right; font-variant-numeric: tabular-nums; }
`);
