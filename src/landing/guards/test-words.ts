/** What a line of a test file does, by its text. */
export interface TestLine {
  /** Trimmed. */
  readonly text: string;
  /** It begins a test, or a group of tests. */
  readonly isCase: boolean;
  /** It keeps tests from running. */
  readonly isSkip: boolean;
  readonly isAssertion: boolean;
}

/** How the test frameworks of one language write it. */
interface TestWords {
  readonly endings: RegExp;
  readonly cases: RegExp;
  readonly skips: RegExp;
  readonly assertions: RegExp;
}

const WORDS: readonly TestWords[] = [
  {
    endings: /\.(?:[cm]?[jt]sx?|vue|svelte)$/,
    cases: /^(?:await\s+)?[xf]?(?:it|test|describe|context|specify)\b(?:\.\w+)*\s*(?:\(|`)/,
    // One test marked as the only one keeps all others from running.
    skips:
      /\b(?:it|test|describe|context|suite)(?:\.\w+)*\.(?:skip|only|todo|fixme|skipIf|runIf)\b|^(?:x(?:it|test|describe)|f(?:it|describe))\s*\(|\bthis\.skip\(/,
    assertions: /\b(?:expect|assert|expectTypeOf|assertType)(?:\.\w+)*\s*[(<]|\.should\b/,
  },
  {
    endings: /\.pyi?$/,
    cases: /^(?:async\s+)?def\s+test\w*\s*\(|^class\s+Test\w*/,
    skips:
      /@(?:pytest\.mark\.(?:skip|skipif|xfail)|unittest\.(?:skip\w*|expectedFailure))\b|\b(?:pytest\.(?:skip|xfail)|self\.skipTest)\s*\(|^pytestmark\s*=.*\b(?:skip|xfail)/,
    assertions: /^assert\b|\bself\.(?:assert|fail)\w*\s*\(|\bpytest\.(?:raises|warns|approx)\s*\(|\.assert_\w+\s*\(/,
  },
  {
    endings: /\.go$/,
    cases: /^func\s+(?:\([^)\n]{0,100}\)\s*)?(?:Test|Fuzz|Benchmark|Example)\w*\s*\(|\b[tbs]\.Run\s*\(/,
    skips: /\b[tbf]\.(?:Skip|Skipf|SkipNow)\s*\(|^\/\/go:build\s+ignore/,
    assertions: /\b[tbf]\.(?:Error|Errorf|Fatal|Fatalf|Fail|FailNow)\s*\(|\b(?:assert|require|is|qt)\.\w+\s*\(/,
  },
  {
    endings: /\.rs$/,
    cases: /^#\[(?:\w+::)*(?:test|rstest|test_case|bench|proptest)\b/,
    skips: /^#\[(?:ignore\b|cfg_attr\([^)\n]{0,200}\bignore\b)/,
    assertions: /\b(?:debug_)?(?:assert|assert_eq|assert_ne|assert_matches|prop_assert\w*|panic|assert_snapshot)!\s*[([{]/,
  },
  {
    endings: /\.(?:java|kt)$/,
    cases: /^@(?:Test|ParameterizedTest|RepeatedTest|TestFactory|Property)\b/,
    skips: /^@(?:Disabled\w*|Ignore|EnabledIf\w*|EnabledOn\w*)\b|\bassume\w*\s*\(/,
    assertions: /\b(?:assert\w*|fail|verify\w*|expectThrows)\s*\(|^assert\b/,
  },
];

const COMMENT = /^(?:\/\/(?!go:)|\/?\*|#(?!\[))/;

/** The lines of a test file that say something and are no comments: what is commented out runs no more. Null for other languages. */
export function testLines(path: string, text: string): readonly TestLine[] | null {
  const words = WORDS.find(({ endings }) => endings.test(path));
  if (words === undefined) return null;
  return text.split("\n").flatMap((raw) => {
    const line = raw.trim();
    if (!/\w/.test(line) || COMMENT.test(line)) return [];
    return [{ text: line, isCase: words.cases.test(line), isSkip: words.skips.test(line), isAssertion: words.assertions.test(line) }];
  });
}
