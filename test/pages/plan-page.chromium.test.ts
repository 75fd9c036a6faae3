import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Plan } from "../../src/core/plan.ts";
import { hoursText } from "../../src/pages/client/hours-text.js";
import { planPage } from "../../src/pages/plan-page.ts";
import { chromiumPath, startChromium } from "../support/chromium.ts";
import { buildPlan, conflict, largePlan, nineTaskPlan } from "../support/plan-builder.ts";
import { expectNoOverflow, openPage } from "./support.ts";

const executable = await chromiumPath();
const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 };
const DESK = { viewport: { width: 1280, height: 900 } };
const WINDOWS = [
  ["a phone", PHONE],
  ["a desk", DESK],
] as const;

const pageOf = (plan: Plan, title = (id: string) => `Title of ${id}`) =>
  planPage(plan, { name: "terp", tasks: plan.order.map((id) => ({ id, title: title(id), priority: "P1" })) });

describe.skipIf(executable === null)("the plan's page in Chromium", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await startChromium(executable ?? "");
  });
  afterAll(() => browser?.close());

  for (const [name, window] of WINDOWS) {
    it(`opens on ${name} without an error or a request, and nothing is wider than the window`, async () => {
      const { page, noise } = await openPage(browser, pageOf(nineTaskPlan()), window);
      expect(await page.locator("#gantt g.row .bar").count()).toBe(9);
      expect(await page.locator("#gantt .gantt-labels button").count()).toBe(9);
      expect(await page.locator("#fan .fan-median").count()).toBe(1);
      await expectNoOverflow(page);
      expect(noise).toEqual([]);
    });

    it(`tells on ${name} why a task waits, and what an edge of the graph is about`, async () => {
      const { page, noise } = await openPage(browser, pageOf(nineTaskPlan()), window);
      const press = (selector: string) => (window === PHONE ? page.locator(selector).tap() : page.locator(selector).click());
      await press('#gantt button[data-task="QA-034"]');
      const details = page.locator("#details");
      expect(await details.innerText()).toContain("QA-034 after QA-033 because both change setActiveLayout in src/dashboard/layout.ts");
      expect(await details.innerText()).toContain("QA-033 names `setActiveLayout`");
      expect(await page.locator('#gantt .row.selected[data-task="QA-034"]').count()).toBe(1);
      expect(await page.locator("#gantt .link").count()).toBe(1);
      await press("#close");
      await press('#graph .edge[data-a="DATA-001"][data-b="QA-044"] .hit');
      expect(await details.innerText()).toContain("DATA-001 seeds every table, QA-044 adds three");
      await expectNoOverflow(page);
      expect(noise).toEqual([]);
    });
  }

  it("draws the plan's pairs and no others: serialised solid, risks dashed, twins marked, and lists the same", async () => {
    const plan = nineTaskPlan();
    const { page } = await openPage(browser, pageOf(plan), DESK);
    const pairs = (selector: string) =>
      page.locator(selector).evaluateAll((found) => found.map((one) => `${one.getAttribute("data-a")} ${one.getAttribute("data-b")}`));
    expect(await pairs("#graph .edge.serialised")).toEqual(plan.conflicts.map(({ a, b }) => `${a} ${b}`));
    expect(await pairs("#graph .edge.risk")).toEqual(plan.risks.map(({ a, b }) => `${a} ${b}`));
    expect(await pairs("#pairs li")).toEqual([...plan.conflicts, ...plan.risks].map(({ a, b }) => `${a} ${b}`));
    const dashes = (kind: string) =>
      page
        .locator(`#graph .edge.${kind} .line`)
        .first()
        .evaluate((line) => getComputedStyle(line).strokeDasharray);
    expect([await dashes("serialised"), await dashes("risk")]).toEqual(["none", "5px, 4px"]);
    expect(await page.locator("#graph .node").count()).toBe(9);
    expect(await page.locator("#graph .node.twin text").allTextContents()).toEqual(["QA-015", "QA-016"]);
    const layout = () => page.locator("#graph svg").innerHTML();
    const first = await layout();
    await page.reload();
    expect(await layout()).toBe(first);
  });

  it("draws of a chain of conflicts its links, and a task that runs alone without a star of arrows", async () => {
    const chain = ["A", "B", "C", "D"];
    const pairs = chain.flatMap((a, at) => chain.slice(at + 1).map((b) => conflict(a, b)));
    const plan = buildPlan(
      [...chain, "E"].map((task, at) => ({ task, start: 4 * at })),
      { conflicts: [...pairs, ...chain.map((a) => conflict(a, "E", { kind: "unknown-footprint" }))] },
    );
    const { page } = await openPage(browser, pageOf(plan), DESK);
    expect(await page.locator("#graph .edge").evaluateAll((all) => all.map((one) => one.getAttribute("aria-label")))).toEqual(
      ["B after A", "C after B", "D after C"].map((pair) => expect.stringContaining(pair)),
    );
    expect(await page.locator("#graph .node.alone text").allTextContents()).toEqual(["E"]);
    expect(await page.locator("#graph-note").innerText()).toBe(
      "3 pairs that follow from the arrows are not drawn. A task with a double border runs alone.",
    );
    expect(await page.locator("#pairs li").count()).toBe(10);
  });

  it("draws a chain of conflicts about as long as its boxes need, on a phone downwards, and no box over another", async () => {
    for (const window of [PHONE, DESK]) {
      const tasks = Array.from({ length: 30 }, (_, at) => ({ task: `QA-${100 + at}`, start: at }));
      const conflicts = tasks.slice(1).map(({ task }, at) => conflict(`QA-${100 + at - (at % 3 === 0 ? 0 : 1)}`, task));
      const { page } = await openPage(browser, pageOf(buildPlan(tasks, { conflicts })), window);
      const boxes = await page.locator("#graph .node rect").evaluateAll((all) => all.map((one) => one.getBoundingClientRect().toJSON()));
      const overlaps = boxes.filter((one, at) =>
        boxes
          .slice(at + 1)
          .some((other) => one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom),
      );
      expect(overlaps).toEqual([]);
      expect(await page.locator("#graph svg").evaluate((svg) => svg.getBoundingClientRect().height)).toBeLessThan(1_600);
    }
  });

  it("prints no label of the axis over another, wherever the asked date falls", async () => {
    const plan = nineTaskPlan();
    for (const share of [0, 0.95, 1, 1.05]) {
      const doneBy = { hours: share * plan.timeline.finish.p50, date: null, probability: 0.5 };
      const { page } = await openPage(browser, pageOf({ ...plan, timeline: { ...plan.timeline, doneBy } }), DESK);
      const labels = await page
        .locator(".gantt-axis text:not(.grid)")
        .evaluateAll((all) => all.map((one) => one.getBoundingClientRect().toJSON()).sort((a, b) => a.left - b.left));
      expect(labels.length).toBe(4);
      for (const [at, { left }] of labels.entries()) expect(left).toBeGreaterThanOrEqual((labels[at - 1]?.right ?? 0) - 1);
    }
  });

  it("shows the forecast's own numbers", async () => {
    const plan = nineTaskPlan();
    const { page } = await openPage(browser, pageOf(plan), DESK);
    const cells = (selector: string) =>
      page
        .locator(selector)
        .evaluateAll((rows) => rows.map((row) => [...(row as HTMLTableRowElement).cells].map((cell) => cell.innerText.trim())));
    expect(await cells("#weeks tbody tr")).toEqual(
      plan.timeline.weeks.map(({ week, percent, p80Done, p50Done, p20Done, tasks }) => [
        String(week),
        `${percent} %`,
        String(p80Done),
        String(p50Done),
        String(p20Done),
        tasks.join(" "),
      ]),
    );
    const shown = new Map((await cells("#tasks tbody tr")).map(([id, , , , , , ...quantiles]) => [id, quantiles.slice(0, 3)]));
    for (const { task, p50, p80, p95 } of plan.timeline.perTask)
      expect(shown.get(task)).toEqual([p50, p80, p95].map((hours) => hoursText(hours, 8)));
    const { finish } = plan.timeline;
    for (const hours of [finish.p50, finish.p80, finish.p95])
      expect(await page.locator("header .figures").innerText()).toContain(hoursText(hours, 8));
  });

  it("keeps hostile titles, reasons, evidence, paths and names what they are: text", async () => {
    const evil = `</script><img src=x onerror="alert(1)"><svg onload=alert(2)>&lt;"'\u202e`;
    const plan = nineTaskPlan({
      conflicts: [conflict("QA-033", "QA-034", { reason: `QA-034 after ${evil}`, evidence: [evil] })],
      hotFiles: [{ path: evil, tasks: ["QA-033"] }],
      notes: [evil],
      twins: [{ tasks: ["QA-033"], probability: 1, proposal: evil, evidence: [evil] }],
      excluded: [{ task: "X", reason: evil }],
    });
    const { page, noise } = await openPage(
      browser,
      planPage(plan, { name: evil, tasks: [{ id: "QA-034", title: evil, priority: evil }] }),
      DESK,
    );
    await page.locator('#gantt button[data-task="QA-034"]').click();
    const text = evil.replace("\u202e", "");
    expect(await page.locator("#details p").first().innerText()).toBe(text);
    expect(await page.locator("#tasks tr[data-task=QA-034] td").nth(1).innerText()).toBe(text);
    expect(await page.locator("img").count()).toBe(0);
    expect(noise).toEqual([]);
    // Even markup that got in could neither run nor load: the page's policy forbids it.
    const refused = page.waitForEvent("requestfailed");
    await page.evaluate(
      "document.body.insertAdjacentHTML('beforeend', '<img src=\"https://example.test/x.png\" onerror=\"document.title=1\">')",
    );
    expect((await refused).failure()?.errorText).toBe("csp");
    expect(await page.title()).toContain("Plan of");
  });

  it("is dark where the person's system is, with enough contrast in both", async () => {
    for (const colorScheme of ["light", "dark"] as const) {
      const { page } = await openPage(browser, pageOf(nineTaskPlan()), { ...DESK, colorScheme });
      const [paper, ink, soft] = (await page.evaluate(
        `["--paper", "--ink", "--soft"].map((name) => getComputedStyle(document.documentElement).getPropertyValue(name))`,
      )) as string[];
      expect(luminance(paper) > 0.5).toBe(colorScheme === "light");
      expect(contrast(paper, ink)).toBeGreaterThan(7);
      expect(contrast(paper, soft)).toBeGreaterThan(4.5);
    }
  });

  it("works with keys alone: one stop for the rows, arrows between them, Enter chooses, Escape closes, + zooms", async () => {
    const { page } = await openPage(browser, pageOf(nineTaskPlan()), PHONE);
    await page.locator("#zoom-fit").focus();
    await page.keyboard.press("Tab");
    while ((await focused(page)) === null) await page.keyboard.press("Tab");
    expect(await focused(page)).toBe("DATA-001");
    await page.keyboard.press("ArrowDown");
    expect(await focused(page)).toBe("QA-044");
    await page.keyboard.press("Enter");
    expect(await page.locator("#details h3").innerText()).toContain("QA-044");
    expect(await focused(page)).toBe("QA-044");
    const width = () => page.locator(".gantt-chart").evaluate((chart) => chart.getBoundingClientRect().width);
    const before = await width();
    await page.keyboard.press("+");
    expect(await width()).toBeGreaterThan(before);
    await page.keyboard.press("Escape");
    expect(await page.locator("#details").isVisible()).toBe(false);
    await page.locator("#graph .node").first().focus();
    await page.keyboard.press("End");
    await page.keyboard.press("Enter");
    expect(await page.locator("#details h3").innerText()).toBe("DATA-001 beside QA-044");
  });

  it("filters by text everywhere, and orders rows by start", async () => {
    const { page } = await openPage(
      browser,
      pageOf(nineTaskPlan(), (id) => (id === "QA-044" ? "Invitations" : id)),
      DESK,
    );
    await page.locator("#filter").fill("invit");
    expect(await page.locator("#gantt .gantt-labels button").count()).toBe(1);
    expect(await page.locator("#shown").innerText()).toBe("1 of 9 tasks");
    expect(await page.locator("#pairs li:visible").count()).toBe(1);
    expect(await page.locator("#tasks tbody tr:visible").count()).toBe(1);
    await page.locator("#filter").fill("");
    await page.locator("#order").selectOption("start");
    const starts = await page.locator("#gantt .bar").evaluateAll((bars) => bars.map((bar) => Number(bar.getAttribute("x"))));
    expect(starts).toEqual([...starts].sort((a, b) => a - b));
    expect(starts.length).toBe(9);
  });

  it("shows two hundred tasks whole, and of ten thousand says what it leaves out", async () => {
    const { page } = await openPage(browser, pageOf(largePlan(200)), PHONE);
    expect(await page.locator("#gantt .bar").count()).toBe(200);
    await expectNoOverflow(page);
    const markup = pageOf(largePlan(10_000));
    expect(markup.length).toBeLessThan(3_000_000);
    const { page: large, noise } = await openPage(browser, markup, DESK);
    expect(await large.locator("header .notice").innerText()).toContain("1,000 of 10,000 tasks are shown");
    expect(await large.locator("#gantt .bar").count()).toBe(1_000);
    expect(await large.locator("#graph-note").innerText()).toMatch(/^Not drawn: \d+ tasks/);
    expect(noise).toEqual([]);
  });
});

function focused(page: import("playwright-core").Page): Promise<string | null> {
  return page.evaluate(`document.activeElement.getAttribute("data-task")`);
}

function luminance(hex = ""): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(hex.trim().slice(at, at + 2), 16) / 255;
    return value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(one?: string, other?: string): number {
  const [high = 0, low = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (high + 0.05) / (low + 0.05);
}
