import { useQuery } from "@tanstack/react-query";
import type { InferResponseType } from "hono/client";
import type { Answer, Override } from "../../invitations/invitation.ts";
import { api, read } from "../api.ts";
import { useSave } from "../parts/lists.ts";

/** What the server knows of invitations. Everything below `invitations` is read anew when one changes. */
const INVITATIONS = "invitations";

export type Invitation = InferResponseType<typeof api.invitations.$get, 200>[number];

export function useEvent(id: string) {
  return useQuery({ queryKey: [INVITATIONS, "event", id], queryFn: () => read(api.events[":id"].$get({ param: { id } })) });
}

export function useInvitationsOf(event: string) {
  return useQuery({ queryKey: [INVITATIONS, "of", event], queryFn: () => read(api.invitations.$get({ query: { event } })) });
}

/** How many wait for an answer, by event. */
export function useOpenInvitations() {
  return useQuery({ queryKey: [INVITATIONS, "open"], queryFn: () => read(api.invitations.open.$get()) });
}

/** What the signed-in user must answer. */
export function usePendingInvitations() {
  return useQuery({ queryKey: [INVITATIONS, "pending"], queryFn: () => read(api.invitations.pending.$get()) });
}

/** Users and clients, by name. */
export function useInvitees() {
  return useQuery({ queryKey: ["invitees"], queryFn: () => read(api.invitations.invitees.$get()) });
}

export function useInvitationHistory(id: number, { isWanted }: { readonly isWanted: boolean }) {
  return useQuery({
    queryKey: [INVITATIONS, "history", id],
    queryFn: () => read(api.invitations[":id"].history.$get({ param: { id: String(id) } })),
    enabled: isWanted,
  });
}

export function useInvitationSettings() {
  return useQuery({ queryKey: ["invitation-settings"], queryFn: () => read(api["invitation-settings"].$get()) });
}

type Settings = Parameters<(typeof api)["invitation-settings"]["$put"]>[0]["json"];

export function useSaveSettings() {
  return useSave((json: Settings) => read(api["invitation-settings"].$put({ json })), "invitation-settings");
}

type BulkSend = Parameters<(typeof api.invitations)["bulk-send"]["$post"]>[0]["json"];

export function useBulkSend() {
  return useSave((json: BulkSend) => read(api.invitations["bulk-send"].$post({ json })), INVITATIONS, "events");
}

/** What one does with one invitation. */
export type Action =
  | { readonly kind: "send" | "cancel" }
  | { readonly kind: "respond"; readonly response: Answer }
  | { readonly kind: "override"; readonly status: Override; readonly reason: string };

export function useInvitationAction() {
  return useSave(({ id, action }: { readonly id: number; readonly action: Action }) => act(String(id), action), INVITATIONS, "events");
}

function act(id: string, action: Action): Promise<Invitation> {
  const one = api.invitations[":id"];
  const param = { id };
  switch (action.kind) {
    case "send":
      return read(one.send.$post({ param }));
    case "cancel":
      return read(one.cancel.$post({ param }));
    case "respond":
      return read(one.respond.$post({ param, json: { response: action.response } }));
    case "override":
      return read(one.override.$post({ param, json: { status: action.status, reason: action.reason } }));
  }
}
