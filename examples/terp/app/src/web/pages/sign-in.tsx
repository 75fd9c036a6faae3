import type { FormEvent } from "react";
import { Navigate, useSearchParams } from "react-router";
import { ROUTES } from "../../routes.ts";
import { Field } from "../parts/field.tsx";
import { formValues } from "../parts/form-values.ts";
import { Message } from "../parts/message.tsx";
import { Page } from "../parts/page.tsx";
import { nextPath } from "../shell/next-path.ts";
import { useSession, useSignIn } from "../shell/session.ts";

/** Asks who it is, then goes to where they wanted to be. */
export function SignInPage() {
  const session = useSession();
  const [parameters] = useSearchParams();
  const signIn = useSignIn();
  if (session.data?.user) return <Navigate to={nextPath(parameters.get("next")) ?? ROUTES.dashboard} replace />;
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const { text } = formValues(event.currentTarget);
    signIn.mutate({ email: text("email"), password: text("password") });
  };
  return (
    <div className="sign-in">
      <Page name="sign-in" title="Sign in to TERP" waitsFor={[session]}>
        <form className="card form" data-form="sign-in" onSubmit={submit}>
          <Field label="E-mail" name="email" type="email" autoComplete="username" required />
          <Field label="Password" name="password" type="password" autoComplete="current-password" required />
          <Message error={signIn.error} />
          <button type="submit" className="button primary" disabled={signIn.isPending}>
            Sign in
          </button>
        </form>
      </Page>
    </div>
  );
}
