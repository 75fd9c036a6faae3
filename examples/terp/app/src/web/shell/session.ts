import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, read } from "../api.ts";

const SESSION = ["session"] as const;

/** Who is signed in: `data.user` is null for nobody. */
export function useSession() {
  return useQuery({ queryKey: SESSION, queryFn: () => read(api.session.$get()), staleTime: Number.POSITIVE_INFINITY });
}

/** Signs somebody in; its error says why not. */
export function useSignIn() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (json: { email: string; password: string }) => read(api["sign-in"].$post({ json })),
    onSuccess: (session) => queries.setQueryData(SESSION, session),
  });
}

/** Signs the user out and forgets what they saw. */
export function useSignOut() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => read(api["sign-out"].$post()),
    onSuccess: (session) => {
      queries.setQueryData(SESSION, session);
      queries.removeQueries({ predicate: (query) => query.queryKey[0] !== SESSION[0] });
    },
  });
}
