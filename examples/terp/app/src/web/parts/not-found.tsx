import { Link } from "react-router";
import { ROUTES } from "../../routes.ts";

/** What an address without a page, or without the thing it names, shows. */
export function NotFound() {
  return (
    <main id="content" tabIndex={-1} data-page="not-found" data-ready={true}>
      <title>Page not found · TERP</title>
      <div className="page-head">
        <h1>Page not found</h1>
      </div>
      <p>
        There is nothing at this address. <Link to={ROUTES.dashboard}>Go to the dashboard</Link>
      </p>
    </main>
  );
}
