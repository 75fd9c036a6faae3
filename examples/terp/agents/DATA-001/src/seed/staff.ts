/** The people who work here. The first four can be known to anybody: they are in every seeded database. */
export const STAFF = [
  { id: 1, name: "Uma Moreno", email: "uma@terp.example", role: "ADMIN" },
  { id: 2, name: "Vic Okafor", email: "vic@terp.example", role: "SALES" },
  { id: 3, name: "Wes Lindqvist", email: "wes@terp.example", role: "WAREHOUSE" },
  { id: 4, name: "Pia Raman", email: "pia@terp.example", role: "PURCHASING" },
  { id: 5, name: "Elif Demir", email: "elif@terp.example", role: "SALES" },
  { id: 6, name: "Franz Huber", email: "franz@terp.example", role: "WAREHOUSE" },
  { id: 7, name: "Grace Oduya", email: "grace@terp.example", role: "SALES" },
  { id: 8, name: "Hugo Salas", email: "hugo@terp.example", role: "FINANCE" },
] as const;

export type Role = (typeof STAFF)[number]["role"];

const idsOf = (...roles: readonly Role[]): readonly number[] => STAFF.filter(({ role }) => roles.includes(role)).map(({ id }) => id);

/** Their ids, by what they do. */
export const EVERYBODY = STAFF.map(({ id }) => id);
export const SALES = idsOf("SALES");
export const WAREHOUSE = idsOf("WAREHOUSE");
export const PURCHASING = idsOf("PURCHASING");
export const FINANCE = idsOf("FINANCE");
