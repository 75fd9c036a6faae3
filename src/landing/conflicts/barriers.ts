import picomatch from "picomatch";

/** Why a path is not changed beside anything else, and the globs that say so. */
interface BarrierKind {
  /** Completes "… changes X, which is …". */
  readonly is: string;
  readonly globs: readonly string[];
}

/**
 * Paths whose change may alter what every other change means, so that nothing tested beside it was tested by the rules that
 * will hold (Uber: 7.9 % of changes alter the build graph). The first kind that matches is the reason that is given.
 */
const BARRIERS: readonly BarrierKind[] = [
  { is: "the configuration of the gates", globs: ["signalbox.yaml"] },
  {
    is: "a lock file",
    globs: [
      "**/{package-lock.json,npm-shrinkwrap.json,pnpm-lock.yaml,bun.lockb,packages.lock.json,gradle.lockfile,go.sum,go.work.sum}",
      "**/*.lock",
    ],
  },
  {
    is: "a root manifest",
    globs: [
      "{package.json,pnpm-workspace.yaml,lerna.json,Cargo.toml,go.mod,go.work,pyproject.toml,setup.py,setup.cfg,requirements*.txt}",
      "{pom.xml,build.gradle,build.gradle.kts,settings.gradle,settings.gradle.kts,Gemfile,mix.exs,composer.json}",
    ],
  },
  {
    is: "build or test configuration",
    globs: [
      "**/{tsconfig,jsconfig}*.json",
      "**/{vite,vitest,jest,webpack,rollup,babel,esbuild,tsup,playwright,cypress}.config.*",
      "**/{.babelrc,.mocharc.*,.swcrc,pytest.ini,tox.ini,noxfile.py,conftest.py,.npmrc,.nvmrc,rust-toolchain*,.cargo/config.toml}",
      "{turbo.json,nx.json,Makefile,CMakeLists.txt,Justfile,justfile,Rakefile,build.rs,magefile.go}",
    ],
  },
  {
    is: "a CI workflow",
    globs: [
      ".github/{workflows,actions}/**",
      ".circleci/**",
      ".buildkite/**",
      "{.gitlab-ci.yml,Jenkinsfile,azure-pipelines.yml,.travis.yml}",
    ],
  },
  { is: "a migration", globs: ["**/{migrations,migrate}/**", "**/alembic/versions/**", "**/*.migration.*"] },
  {
    is: "what code is generated from",
    globs: ["**/*.{proto,prisma,graphqls}", "**/schema.graphql", "**/openapi.{yaml,yml,json}", "**/{buf.gen,sqlc,codegen,orval.config}.*"],
  },
];

/**
 * What makes a path a barrier, in words; undefined for all others.
 * @param more globs of `landing.barriers` in `signalbox.yaml`.
 */
export function barrierMatcher(more: readonly string[]): (path: string) => string | undefined {
  const kinds = [...BARRIERS, { is: "a barrier by signalbox.yaml", globs: more }]
    .filter(({ globs }) => globs.length > 0)
    .map(({ is, globs }) => ({ is, matches: picomatch([...globs], { dot: true }) }));
  return (path) => kinds.find(({ matches }) => matches(path))?.is;
}
