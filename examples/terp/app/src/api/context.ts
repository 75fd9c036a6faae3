/** A signed-in user, as pages may see them. */
export interface User {
  readonly id: number;
  readonly name: string;
  readonly email: string;
  readonly role: string;
}

/** What every handler below `requireUser` finds in `context.var`. */
export interface ApiEnv {
  Variables: { user: User };
}
