import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { type OpenedApp, openApp } from "./app.ts";

export interface AddButton {
  readonly kind: "need" | "supply";
  /** The words on the button. */
  readonly words: string;
  /** Where its form is. */
  readonly path: string;
  /** What a person fills in, by the names of the fields. */
  readonly fields: Readonly<Record<string, string>>;
  /** Where the application lists what was saved, and what it calls the list on its pages. */
  readonly api: string;
  readonly list: string;
  /** A text of the new entry's line. */
  readonly shows: RegExp;
}

/** The checks of both buttons of the matchmaking page: they differ in nothing but what is in `button`. */
export function checkAddButton(title: string, { kind, words, path, fields, api, list, shows }: AddButton): void {
  describe(title, () => {
    let app: OpenedApp;
    before(async () => {
      app = await openApp();
    });
    after(() => app?.close());
    const press = async () => {
      await app.page.open("/matchmaking");
      await app.page.click(`a[data-add="${kind}"]`);
    };
    const pageName = async () => (await app.page.find("main"))[0]?.attributes["data-page"];
    const saved = async () => (await app.session.get<{ readonly rows: readonly unknown[] }>(api)).body.rows.length;

    it("is on the matchmaking page", async () => {
      await app.page.open("/matchmaking");
      assert.deepEqual(
        (await app.page.find(`a[data-add="${kind}"]`)).map(({ text, visible }) => [text, visible]),
        [[words, true]],
      );
    });
    it("leads to a page that is there, whichever way one comes to it", async () => {
      await press();
      assert.notEqual(await pageName(), "not-found");
      assert.equal(app.page.path().split(/[?#]/)[0], path);
      assert.equal((await fetch(app.origin + app.page.path())).status, 200);
    });
    it("leads to a form that works: what is entered is saved and listed", async () => {
      const before = await saved();
      await press();
      for (const [name, value] of Object.entries(fields)) await app.page.fill(`form[data-form="${kind}"] [name="${name}"]`, value);
      await app.page.click(`form[data-form="${kind}"] button[type="submit"]`);
      assert.equal(await saved(), before + 1);
      await app.page.open("/matchmaking");
      const [found] = await app.page.find(`[data-list="${list}"]`);
      assert.match(found?.text ?? "", shows);
    });
    it("leads to a page that still says what is missing", async () => {
      const before = await saved();
      await press();
      await app.page.click(`form[data-form="${kind}"] button[type="submit"]`);
      assert.equal(await saved(), before);
    });
  });
}
