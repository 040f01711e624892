import type { SourceFile } from './source-files.ts'
import { textViews, type TextViews } from './text-views.ts'

/** One thing that the style guide forbids and no linter sees. */
export interface Sin {
  readonly path: string
  readonly line: number
  readonly rule: string
  readonly advice: string
}

interface LineRule {
  readonly rule: string
  readonly advice: string
  readonly look: keyof TextViews
  readonly pattern: RegExp
  /** Where the rule holds. */
  readonly inside: RegExp
  /** The homes: the only places inside that may. */
  readonly except?: RegExp
}

const isCode = /\.(ts|tsx|mts|mjs|cjs|js)$/
const isTest = /\.test\.tsx?$|^tests\/|\/src\/testing\/|\/test-[a-z-]+\.ts$/
const production = /^(apps|packages)\/[^/]+\/src\/.*\.tsx?$/
const sqlHomes =
  /^apps\/server\/src\/(platform|testing)\/|^apps\/server\/src\/modules\/[^/]+\/store\/|^packages\/metrics\//
const timeHomes = /^apps\/server\/src\/platform\/(clock|ids)\/|^apps\/web\/src\/shared\/clock\//
const sqlTime =
  /\b(now|random|rand|today|yesterday|clock_timestamp|gen_random_uuid|generateUUIDv[47])\s*\(|\bcurrent_(timestamp|date|time)\b/i

const lineRules: readonly LineRule[] = [
  {
    rule: 'environment-home',
    advice: 'Only config/env.ts reads the environment; take the value as a parameter.',
    look: 'code',
    pattern: /\bprocess\s*\.\s*env\b/,
    inside: production,
    except: /^apps\/server\/src\/(config\/env\.ts$|testing\/)/,
  },
  {
    rule: 'clock-home',
    advice: 'Take a clock as a parameter (platform/clock), so that the test can set the time.',
    look: 'code',
    pattern: /\bDate\s*\.\s*now\b|\bnew\s+Date\s*(\(\s*\)|(?![\w(<.\s]))/,
    inside: production,
    except: timeHomes,
  },
  {
    rule: 'chance-home',
    advice: 'Take ids or a seed as a parameter (platform/ids), so that the test can repeat it.',
    look: 'code',
    pattern: /\bMath\s*\.\s*random\b/,
    inside: production,
    except: timeHomes,
  },
  {
    rule: 'no-bare-error',
    advice: 'Use assert for what must be true, AppError for what is expected to fail.',
    look: 'code',
    pattern: /\bthrow\s+new\s+Error\s*\(/,
    inside: production,
    except: /\/assert(\/|\.ts$)/,
  },
  {
    rule: 'no-exit',
    advice: 'Whoever opens a thing disposes it; set process.exitCode and let the process end.',
    look: 'code',
    pattern: /\bprocess\s*\.\s*exit\s*\(/,
    inside: production,
  },
  {
    rule: 'no-decorator',
    advice: 'Write a function that takes what it needs.',
    look: 'code',
    pattern: /^\s*@[A-Za-z_$][\w$.]*(\(|\s*$)/,
    inside: /\.tsx?$/,
  },
  {
    rule: 'sql-home',
    advice: 'SQL lives in the store/ of the module that owns the table.',
    look: 'code',
    pattern: /\bsql(\.\w+)?\s*(<[^`]*>)?`|\bwithin\s*<|\.(selectFrom|insertInto|updateTable|deleteFrom)\s*\(/,
    inside: production,
    except: new RegExp(`${sqlHomes.source}|${isTest.source}`),
  },
  {
    rule: 'sql-home',
    advice: 'SQL lives in the store/ of the module that owns the table.',
    look: 'strings',
    pattern:
      /\b(SELECT\s.+\sFROM|INSERT\s+INTO|DELETE\s+FROM|(CREATE|ALTER|DROP)\s+(TABLE|DATABASE|SCHEMA))\b/,
    inside: /^apps\/[^/]+\/src\/.*\.tsx?$/,
    except: new RegExp(`${sqlHomes.source}|${isTest.source}`),
  },
  {
    rule: 'sql-takes-time-as-parameter',
    advice:
      'Pass the time or the id as a parameter: a simulated month must run in minutes and twice the same.',
    look: 'strings',
    pattern: sqlTime,
    inside: sqlHomes,
    except: isTest,
  },
  {
    rule: 'money-is-whole',
    advice: 'Amounts are bigint; no floating point where money is counted.',
    look: 'code',
    pattern:
      /\b(Number|Math|parseFloat|parseInt|NaN|Infinity)\b|\.(toFixed|toPrecision|toExponential)\b|\d\.\d|(?<![\w$])\.\d|\b\d+[eE][-+]?\d/,
    inside: /^packages\/money\/src\/.*\.tsx?$/,
    except: isTest,
  },
  {
    rule: 'start-and-end',
    advice: 'Say start and end (ms-, pe-, text-start): the app is read from right to left, too.',
    look: 'strings',
    pattern:
      /(?<![\w-])-?(m[lr]|p[lr]|left|right|scroll-[mp][lr])-|(?<![\w-])(border|rounded)-(l|r|tl|tr|bl|br)\b|(?<![\w-])(text|float)-(left|right)\b/,
    inside: /^apps\/web\/src\/.*\.tsx$/,
    except: isTest,
  },
  {
    rule: 'no-narrowed-run',
    advice: 'Remove .only or .skip; a test that needs something absent uses skipIf with a reason.',
    look: 'code',
    pattern: /\b(test|it|describe|suite|bench)\s*\.\s*(only|skip|todo)\b/,
    inside: /\.test\.tsx?$/,
  },
  {
    rule: 'no-unfinished-note',
    advice: 'Finish it, or name its issue: @TODO(12).',
    look: 'comments',
    pattern: /(?<!@)\b(TODO|FIXME|XXX|HACK)\b|@TODO(?!\(\d+\))/,
    inside: isCode,
  },
]

const machinePath = new RegExp(
  ['(?<![\\w.])/(wor', 'k|roo', 't|home/[a-z]+|Users/[A-Za-z]+)/[\\w.]'].join(''),
)
const bannedNames = new Set(['util', 'utils', 'helper', 'helpers', 'common', 'misc', 'manager', 'managers'])

const linesOf = (text: string): string[] => text.split('\n')

const viewOf = (file: SourceFile): TextViews =>
  isCode.test(file.path) ? textViews(file.text) : { code: '', strings: '', comments: '' }

const sinsByLine = (file: SourceFile, views: TextViews): Sin[] =>
  lineRules
    .filter(({ inside, except }) => inside.test(file.path) && except?.test(file.path) !== true)
    .flatMap(({ rule, advice, look, pattern }) =>
      linesOf(views[look]).flatMap((text, index) =>
        pattern.test(text) ? [{ path: file.path, line: index + 1, rule, advice }] : [],
      ),
    )

const linesAllowed = (path: string): number | null => {
  if (/\.gen\.|\.(json|po|svg)$|^(LICENSE|CHANGELOG\.md)$/.test(path)) return null
  if (/^apps\/server\/src\/modules\/[^/]+\/README\.md$/.test(path)) return 60
  if (path.startsWith('docs/recipes/')) return 40
  if (path.endsWith('.css')) return 800
  return isTest.test(path) ? 600 : isCode.test(path) || path.endsWith('.sql') ? 400 : null
}

const fileSins = (file: SourceFile): Sin[] => {
  const found: Sin[] = []
  const add = (rule: string, advice: string, line = 1): void => {
    found.push({ path: file.path, line, rule, advice })
  }
  const allowed = linesAllowed(file.path)
  const lines = linesOf(file.text.trimEnd())
  if (allowed !== null && lines.length > allowed) add('file-size', `At most ${allowed} lines.`, allowed + 1)
  if (file.bytes > 1_000_000) add('file-weight', 'At most 1 MB in the repository.')
  const banned = file.path.split(/[/.-]/).find((part) => bannedNames.has(part.toLowerCase()))
  if (banned !== undefined) add('name', `"${banned}" says nothing: name what it is about.`)
  if (/^apps\/server\/src\/modules\/[^/]+\/.+\/index\.ts$/.test(file.path)) {
    add('back-door', 'Only the root of a module has an index.ts.')
  }
  if (/\.gen\.[a-z]+$/.test(file.path) && !/generated/i.test(lines.slice(0, 3).join(' '))) {
    add('generated-mark', 'Say in the first line that and from what it is generated.')
  }
  lines.forEach((text, index) => {
    if (machinePath.test(text)) add('machine-path', 'A path of one machine does not belong here.', index + 1)
  })
  return found
}

const migrationName = /^\d{8}T\d{4}_[a-z][a-z0-9_]*(\.clickhouse)?\.sql$/

const migrationSins = (file: SourceFile): Sin[] => {
  const name = /\/migrations\/([^/]+\.sql)$/.exec(file.path)?.[1]
  if (name === undefined) return []
  const advice = 'Name it <yyyymmddThhmm>_<name>.sql or ….clickhouse.sql.'
  const named = migrationName.test(name) ? [] : [{ path: file.path, line: 1, rule: 'migration-name', advice }]
  const timed = linesOf(file.text).flatMap((text, index) =>
    sqlTime.test(text.replace(/--.*$/, ''))
      ? [
          {
            path: file.path,
            line: index + 1,
            rule: 'sql-takes-time-as-parameter',
            advice: 'No now() or random().',
          },
        ]
      : [],
  )
  return [...named, ...timed]
}

/** Everything that is wrong with one file by itself. Pure: the path is relative to the root. */
export const findSins = (file: SourceFile): Sin[] => [
  ...sinsByLine(file, viewOf(file)),
  ...fileSins(file),
  ...migrationSins(file),
]

/** What is wrong with the tree as a whole: a module without a README, two migrations of one minute. */
export const findTreeSins = (paths: readonly string[]): Sin[] => {
  const modules = new Set(paths.flatMap((path) => /^apps\/server\/src\/modules\/[^/]+/.exec(path) ?? []))
  const present = new Set(paths)
  const missing = [...modules].flatMap((module) =>
    ['README.md', 'index.ts']
      .filter((name) => !present.has(`${module}/${name}`))
      .map((name) => ({ path: module, line: 1, rule: 'module-shape', advice: `A module has a ${name}.` })),
  )
  const stamps = new Map<string, string>()
  const doubled: Sin[] = []
  for (const path of paths) {
    const found = /\/migrations\/(\d{8}T\d{4}_[^/]*)$/.exec(path)
    if (found?.[1] === undefined) continue
    const earlier = stamps.get(found[1])
    if (earlier !== undefined) {
      doubled.push({ path, line: 1, rule: 'migration-order', advice: `Same name as ${earlier}.` })
    }
    stamps.set(found[1], path)
  }
  return [...missing, ...doubled]
}
