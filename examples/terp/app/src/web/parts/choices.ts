import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { api, read } from "../api.ts";

const FIND = {
  client: (search: string) => read(api.clients.$get({ query: { search } })),
  product: (search: string) => read(api.products.$get({ query: { search } })),
  vendor: (search: string) => read(api.vendors.$get({ query: { search } })),
} as const;

/** What a form may let people choose. */
export type ChoiceKind = keyof typeof FIND;

/** The first things of a kind whose names contain the text. */
export function useChoices(kind: ChoiceKind, search = "") {
  return useQuery({
    queryKey: ["choices", kind, search],
    queryFn: async (): Promise<readonly { readonly id: number; readonly name: string }[]> => (await FIND[kind](search)).rows,
    placeholderData: keepPreviousData,
  });
}
