/** Where the two "Add" buttons of the matchmaking page lead. */
export const ADD_LINKS = { need: "/needs/new", supply: "/supply/new" };
