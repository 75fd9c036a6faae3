import { symlink, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { readReportFile, reportMark } from "../../../../src/landing/gates/reports/report-file.ts";
import { run } from "../../../../src/system/run.ts";
import { temporaryDirectory, writeFiles } from "../../../support/repository.ts";

it("a report that lay in the tree before the gate ran is none, whatever time it claims", async () => {
  const root = await temporaryDirectory();
  await writeFiles(root, { "out/report.xml": "<testsuites/>" });
  const mark = await reportMark(root, "out/report.xml");
  expect(await readReportFile(root, "out/report.xml", mark)).toBeUndefined();
  await writeFile(join(root, "out/report.xml"), "<testsuites></testsuites>");
  await utimes(join(root, "out/report.xml"), 0, 0);
  expect(await readReportFile(root, "out/report.xml", mark)).toBe("<testsuites></testsuites>");
});

it("links, folders that are links, pipes, directories and nothing are no report", async () => {
  const root = await temporaryDirectory();
  const outside = await temporaryDirectory();
  await writeFiles(outside, { "secret.xml": "<testsuites/>" });
  await symlink(join(outside, "secret.xml"), join(root, "link.xml"));
  await symlink(outside, join(root, "folder"));
  await writeFiles(root, { "directory/x": "" });
  await run("mkfifo", [join(root, "pipe")], {
    cwd: root,
    env: { PATH: process.env["PATH"] ?? "" },
    timeoutMs: 5_000,
    outputBytesMax: 1_000,
  });
  for (const path of ["link.xml", "folder/secret.xml", "directory", "pipe", "gone.xml", "/dev/zero"])
    expect(await readReportFile(root, path, ""), path).toBeUndefined();
});
