import { useIsMutating } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { ApiError } from "../api.ts";
import { Message } from "./message.tsx";
import { NotFound } from "./not-found.tsx";
import { Skeleton } from "./skeleton.tsx";
import { useArrival } from "./use-arrival.ts";

/** As much of a query as a page must know. */
interface Waiting {
  readonly isPending: boolean;
  readonly isFetching: boolean;
  readonly error: Error | null;
}

interface PageProps {
  /** `main[data-page]`, by which tests know the page. */
  readonly name: string;
  readonly title: string;
  /** What the page waits for. It is ready when all of them have answered and nothing is being saved. */
  readonly waitsFor?: readonly Waiting[];
  /** Buttons and links beside the title. */
  readonly actions?: ReactNode;
  readonly children?: ReactNode;
}

/** The main part of a page: its title, then its content, or what there is to say while (or because) there is none. */
export function Page({ name, title, waitsFor = [], actions, children }: PageProps) {
  const main = useArrival();
  const isSaving = useIsMutating() > 0;
  const error = waitsFor.find((query) => query.error !== null)?.error ?? null;
  if (error instanceof ApiError && error.status === 404) return <NotFound />;
  const isPending = waitsFor.some((query) => query.isPending);
  const isBusy = isSaving || waitsFor.some((query) => query.isFetching);
  return (
    <main ref={main} id="content" tabIndex={-1} data-page={name} data-ready={error === null && !isPending && !isBusy} aria-busy={isBusy}>
      <title>{`${title} · TERP`}</title>
      <div className="page-head">
        <h1>{title}</h1>
        {actions === undefined ? null : <div className="actions">{actions}</div>}
      </div>
      <Message error={error} />
      {isPending && error === null ? <Skeleton /> : null}
      {isPending || error !== null ? null : children}
    </main>
  );
}
