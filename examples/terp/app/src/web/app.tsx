import { Route, Routes } from "react-router";
import { ROUTES } from "../routes.ts";
import { NotFoundPage } from "./pages/not-found.tsx";
import { SignInPage } from "./pages/sign-in.tsx";
import { PAGES } from "./pages.tsx";
import { AppShell } from "./shell/app-shell.tsx";

/** Which page an address shows. Everything but signing in lies inside the shell. */
export function App() {
  return (
    <Routes>
      <Route path={ROUTES.signIn} element={<SignInPage />} />
      <Route element={<AppShell />}>
        {PAGES.map(({ route, Page }) => (
          <Route key={route} path={route} element={<Page />} />
        ))}
        <Route path="*" element={<NotFoundPage />} />
      </Route>
    </Routes>
  );
}
