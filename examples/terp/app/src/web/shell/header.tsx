import { Link } from "react-router";
import { ROUTES } from "../../routes.ts";
import { useSignOut } from "./session.ts";

/** The bar above everything: where one is, and who. */
export function Header({ user }: { readonly user: { readonly name: string; readonly role: string } }) {
  const signOut = useSignOut();
  return (
    <header className="header">
      <Link className="brand" to={ROUTES.dashboard}>
        TERP
      </Link>
      <span className="header-user">
        {user.name} <span className="muted">{user.role.toLowerCase()}</span>
      </span>
      <button type="button" className="button quiet" onClick={() => signOut.mutate()} data-sign-out="">
        Sign out
      </button>
    </header>
  );
}
