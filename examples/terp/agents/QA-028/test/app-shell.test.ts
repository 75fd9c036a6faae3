import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { attribute, startApp } from "./support.ts";

const navigations = (page: string) => [...page.matchAll(/<nav\b[^>]*>/g)].flatMap((match) => attribute(match[0], "aria-label"));

describe("the frame around the pages", () => {
  it("leaves the navigation of dashboard pages to the dashboard", async () => {
    const { page } = startApp();
    for (const path of ["/", "/dashboard", "/dashboard/customise"]) assert.deepEqual(navigations(await page(path)), ["Dashboard"], path);
  });
  it("shows the main navigation everywhere else", async () => {
    const { page } = startApp();
    for (const path of ["/orders", "/clients", "/calendar"]) assert.deepEqual(navigations(await page(path)), ["Main"], path);
  });
});
