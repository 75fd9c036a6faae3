import type { Invitee } from "../../invitations/invitation.ts";

/** Whom a form names: boxes `user` and `client` with ids, and `emails` with an address on each line. */
export function chosenInvitees(form: FormData): readonly Invitee[] {
  const emails = String(form.get("emails") ?? "")
    .split(/[\s,;]+/)
    .filter((email) => email !== "");
  return [
    ...form.getAll("user").map((id) => ({ inviteeType: "USER", userId: Number(id) }) as const),
    ...form.getAll("client").map((id) => ({ inviteeType: "CLIENT", clientId: Number(id) }) as const),
    ...emails.map((email) => ({ inviteeType: "EXTERNAL", email }) as const),
  ];
}
