import { SignalboxError } from "../../../src/core/errors.ts";
import { playNaive } from "./naive/play-naive.ts";
import type { FinishedPlay, PlaySetting } from "./play.ts";
import { playSignalbox } from "./signalbox/play-signalbox.ts";

/** A way to work that is compared with others. */
export interface Variant {
  readonly name: string;
  readonly title: string;
  readonly play: (setting: PlaySetting) => Promise<FinishedPlay>;
}

export const VARIANTS: readonly Variant[] = [
  { name: "naive", title: "Paper procedure", play: playNaive },
  { name: "signalbox", title: "Signalbox", play: playSignalbox },
  { name: "serial", title: "Signalbox, one agent", play: (setting) => playSignalbox({ ...setting, agents: 1 }) },
];

/** @param names separated by commas. @throws SignalboxError `bad-input` for one that does not exist. */
export function variantsNamed(names: string): readonly Variant[] {
  return names.split(",").map((name) => {
    const found = VARIANTS.find((variant) => variant.name === name.trim());
    if (found !== undefined) return found;
    throw new SignalboxError("bad-input", `expected variants among ${VARIANTS.map((one) => one.name).join(", ")}, got \`${name}\``);
  });
}
