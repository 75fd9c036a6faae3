import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, read } from "../api.ts";

/** Needs, offers and matches as pages ask for them. What one page saves, all others read anew. */

/** A page of what clients look for, newest first. */
export function useNeeds(page = 1) {
  return useQuery({
    queryKey: ["needs", page],
    queryFn: () => read(api.needs.$get({ query: { page: String(page) } })),
    placeholderData: keepPreviousData,
  });
}

/** A page of what vendors offer, newest first. */
export function useSupply(page = 1) {
  return useQuery({
    queryKey: ["supply", page],
    queryFn: () => read(api.supply.$get({ query: { page: String(page) } })),
    placeholderData: keepPreviousData,
  });
}

/** The best pairs of needs and offers. */
export function useMatches() {
  return useQuery({ queryKey: ["matches"], queryFn: () => read(api.matches.$get()) });
}

/** Saves something and reads the lists anew in which it appears. */
export function useSave<Saved, Answer>(save: (saved: Saved) => Promise<Answer>, ...lists: readonly string[]) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: save,
    onSuccess: () => Promise.all(lists.map((list) => queries.invalidateQueries({ queryKey: [list] }))),
  });
}
