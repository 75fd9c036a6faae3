import { appSidebar } from "./app-sidebar.ts";
import { type Html, html } from "./html.ts";
import { STYLES } from "./styles.ts";

export interface Page {
  /** The path the page was asked for under. */
  readonly path: string;
  readonly title: string;
  readonly body: Html;
}

/** The frame around every page. */
export function appShell({ path, title, body }: Page): Html {
  return html`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>${title} · TERP</title>
    <style>${STYLES}</style>
  </head>
  <body>
    ${appSidebar(path)}
    <main>
      <h1>${title}</h1>
      ${body}
    </main>
  </body>
</html>`;
}
