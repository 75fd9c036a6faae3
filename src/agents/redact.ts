/** Replaces secrets in one line of text. Lines must be given in order: a private key spans several. */
export type Redactor = (line: string) => string;

const REDACTED = "[redacted]";
const SECRET_CHARACTERS_MIN = 8;

/**
 * Forms of keys that give themselves away. They never match across a quote, so redacted JSON stays JSON, and each reads
 * a line once: the line is the agent's, and must not hold up the coordinator.
 */
const KEY_LIKE: readonly (readonly [RegExp, string])[] = [
  [/\b(?:sk|pk|rk)[-_][A-Za-z0-9_-]{16,}/g, REDACTED],
  [/\b(?:gh[oprsu]_[A-Za-z0-9]{20,}|github_pat_\w{20,}|glpat-[\w-]{16,}|npm_[A-Za-z0-9]{30,})/g, REDACTED],
  [/\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g, REDACTED],
  [/\bAIza[\w-]{30,}/g, REDACTED],
  [/\bxox[abeoprs]-[\w-]{10,}/g, REDACTED],
  [/(?<![\w-])eyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]{5,}/g, REDACTED],
  [/\b(Bearer|Basic)\s+[\w.~+/=-]{12,}/gi, `$1 ${REDACTED}`],
  [/(:\/\/[^\s/:@"'\\]+):[^\s/@"'\\]+@/g, `$1:${REDACTED}@`],
  [
    /((?:api[_-]?key|access[_-]?key|token|secret|passw(?:or)?d|credential)s?(?:\\?["'])?\s*[=:]\s*(?:\\?["'])?)[^\s"'\\,;}]{8,}/gi,
    `$1${REDACTED}`,
  ],
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----(?:(?!-----END)[^"])*(?:-----END [A-Z ]*PRIVATE KEY-----)?/g, REDACTED],
];

/**
 * A redactor for key-like text and for the given values (those of the environment variables passed to an agent).
 * Values shorter than 8 characters are left alone: they are words such as `true`, and would blot out everything.
 */
export function makeRedactor(secrets: readonly string[]): Redactor {
  const values = secrets
    .filter((secret) => secret.length >= SECRET_CHARACTERS_MIN)
    .flatMap((secret) => [secret, JSON.stringify(secret).slice(1, -1)])
    .sort((a, b) => b.length - a.length);
  let insideKey = false;
  return (line) => {
    if (insideKey) {
      insideKey = !/-----END [A-Z ]*PRIVATE KEY-----/.test(line);
      return REDACTED;
    }
    const lastBlock = line.slice(Math.max(0, line.lastIndexOf("-----BEGIN ")));
    insideKey = /^-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(lastBlock) && !lastBlock.includes("-----END ");
    const withoutValues = values.reduce((text, value) => text.replaceAll(value, REDACTED), line);
    return KEY_LIKE.reduce((text, [pattern, replacement]) => text.replace(pattern, replacement), withoutValues);
  };
}
