import { Navigate, Outlet, useLocation } from "react-router";
import { ROUTES } from "../../routes.ts";
import { Message } from "../parts/message.tsx";
import { AppSidebar } from "./app-sidebar.tsx";
import { Header } from "./header.tsx";
import { useSession } from "./session.ts";

/** The frame around every page, for people who are signed in. */
export function AppShell() {
  const { data: session, error } = useSession();
  const { pathname, search } = useLocation();
  if (error !== null) return <Message error={error} />;
  if (session === undefined) return null;
  if (session.user === null) return <Navigate to={`${ROUTES.signIn}?next=${encodeURIComponent(pathname + search)}`} replace />;
  return (
    <>
      <a className="skip-link" href="#content">
        Skip to the content
      </a>
      <Header user={session.user} />
      <div className="frame">
        <AppSidebar />
        <Outlet />
      </div>
    </>
  );
}
