import { playNaive } from "./naive/play-naive.ts";
import type { FinishedPlay, PlaySetting } from "./play.ts";
import { playSignalbox } from "./signalbox/play-signalbox.ts";

/** Ways to work that are compared, by name. */
export const VARIANTS = {
  naive: { title: "Paper procedure", play: playNaive },
  signalbox: { title: "Signalbox", play: playSignalbox },
} satisfies Readonly<Record<string, { readonly title: string; readonly play: (setting: PlaySetting) => Promise<FinishedPlay> }>>;

export type VariantName = keyof typeof VARIANTS;

export function isVariant(name: string): name is VariantName {
  return Object.hasOwn(VARIANTS, name);
}
