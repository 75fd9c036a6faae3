import { NotFound } from "../parts/not-found.tsx";

/** The page of every address that has none. */
export function NotFoundPage() {
  return <NotFound />;
}
