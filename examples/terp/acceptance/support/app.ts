import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { type Browser, openBrowser, type Page } from "./browser.ts";
import { buildPages } from "./build.ts";
import { insertFixture } from "./fixture.ts";
import { runNode, type Server, startServer } from "./programs.ts";
import { type Session, signIn, USERS } from "./session.ts";

export interface App {
  readonly origin: string;
  /** The database file the server works on, open beside it. */
  readonly database: DatabaseSync;
  readonly file: string;
  /** Ends the server and removes everything. */
  close(): Promise<void>;
}

export interface AppOptions {
  /** `small`: the rows of `fixture.ts`. `seeded`: what the tree's own `scripts/seed.ts` makes. Default small. */
  readonly data?: "small" | "seeded";
  /** Without them no page is built, and only the API answers. Default false. */
  readonly pages?: boolean;
}

/** The tree's application in a process of its own, on a database of its own in a temporary folder. */
export async function startApp({ data = "small", pages = false }: AppOptions = {}): Promise<App> {
  const folder = mkdtempSync(join(tmpdir(), "terp-acceptance-"));
  const file = join(folder, "terp.db");
  let server: Server | undefined;
  let database: DatabaseSync | undefined;
  const close = async () => {
    await server?.stop();
    database?.close();
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  };
  try {
    if (data === "seeded") await seed(file);
    const built = pages ? await buildPages(folder) : join(folder, "pages");
    server = await startServer("src/main.ts", { TERP_DATABASE: file, TERP_PAGES: built, PORT: "0" });
    database = new DatabaseSync(file, { timeout: 5000 });
    if (data === "small") insertFixture(database);
    return { origin: server.origin, database, file, close };
  } catch (error) {
    await close();
    throw error;
  }
}

export interface OpenedApp extends App {
  readonly browser: Browser;
  /** Signed in as the administrator, as `session` is. */
  readonly page: Page;
  readonly session: Session;
}

/** The application with its pages built, in front of a browser; says which one judges. */
export async function openApp(options: Omit<AppOptions, "pages"> = {}): Promise<OpenedApp> {
  const app = await startApp({ ...options, pages: true });
  try {
    const browser = await openBrowser();
    console.log(`browser: ${browser.name}`);
    const session = await signIn(app.origin, USERS.admin.email);
    const page = await browser.newPage(app.origin, session.cookies);
    const close = async () => {
      await browser.close();
      await app.close();
    };
    return { ...app, browser, page, session, close };
  } catch (error) {
    await app.close();
    throw error;
  }
}

async function seed(file: string): Promise<void> {
  const { code, output } = await runNode(["scripts/seed.ts", "--database", file], { TERP_DATABASE: file });
  if (code !== 0) throw new Error(`expected the database to be seeded, got exit ${code}: ${output}`);
}
