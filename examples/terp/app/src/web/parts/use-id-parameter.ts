import { useParams } from "react-router";

/** The `:id` of the address. */
export function useIdParameter(): string {
  return useParams()["id"] ?? "";
}
