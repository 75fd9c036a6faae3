/** First line after `#!` of a hook of ours; a hook without it is never touched. */
export const HOOK_MARK = "# signalbox:protect-main/1";
/** File in the remote that lists the SHA-256 of every token that may move main, one a line. */
export const TOKEN_FILE = "signalbox-lander-tokens";

/**
 * The pre-receive hook: only a push that carries a lander's token as push option may move main, and even that only
 * forward. Plain POSIX shell, because it runs wherever the remote is. The token reaches `sha256sum` by a pipe from a shell
 * builtin, so it shows in no process list.
 */
export function protectHook(main: string): string {
  return `#!/bin/sh
${HOOK_MARK}
# Only the lander moves ${main}. Installed by signalbox; signalbox doctor tells more.
main='refs/heads/${main}'

hash() {
  if command -v sha256sum >/dev/null 2>&1; then sha256sum; else shasum -a 256; fi | cut -d ' ' -f 1
}

is_lander() {
  index=0
  while [ "$index" -lt "\${GIT_PUSH_OPTION_COUNT:-0}" ]; do
    eval "option=\\$GIT_PUSH_OPTION_$index"
    if grep -q -x -F -e "$(printf %s "$option" | hash)" ${TOKEN_FILE}; then return 0; fi
    index=$((index + 1))
  done
  return 1
}

refuse() {
  echo "signalbox: expected $1, got a push that $2." >&2
  echo "signalbox: next: $3" >&2
  exit 1
}

while read -r old new ref; do
  [ "$ref" = "$main" ] || continue
  is_lander || refuse "only the lander to move ${main}" "moves it directly" "signalbox submit TASK, or signalbox land BRANCH"
  case "$new" in *[!0]*) ;; *) refuse "${main} to stay" "deletes it" "signalbox unprotects a remote before it is taken down" ;; esac
  case "$old" in *[!0]*) ;; *) continue ;; esac
  git merge-base --is-ancestor "$old" "$new" ||
    refuse "${main} to move forward only" "rewinds it" "fetch, and land on top of what is there"
done
exit 0
`;
}
