// Every story of viewers and creators once more, at the size that it is not written for: phones become desktops and back.
// Run: npm run soak -- sizes [STORY …]
import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Not among them: what judges both sizes by itself (every-page, money-pages) or measures a player. */
const stories = [
  ...[
    'access',
    'account',
    'capture',
    'feed-controls',
    'feed-learns',
    'inbox',
    'moderation',
    'money',
    'post-life',
    'search',
    'several-accounts',
  ],
  ...['talking', 'topics', 'uploading', 'watching'],
]

interface Report {
  readonly numPassedTests: number
  readonly numFailedTests: number
  readonly testResults: readonly {
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[]
  }[]
}

const play = (names: readonly string[], file: string): Promise<number | null> =>
  new Promise((resolve) => {
    const paths = names.map((name) => `tests/e2e/${name}.test.ts`)
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
    const child = spawn(
      process.execPath,
      ['node_modules/vitest/vitest.mjs', 'run', '--project', 'e2e', ...reporters, ...paths],
      // What is printed on the way is not the result.
      { stdio: ['ignore', 2, 2], env: { ...process.env, BUSKER_E2E_SIZES: 'swapped' } },
    )
    child.on('exit', resolve)
  })

const main = async (): Promise<void> => {
  const chosen = process.argv.slice(2)
  const names = chosen.length === 0 ? stories : chosen
  const folder = await mkdtemp(join(tmpdir(), 'busker-sizes-'))
  try {
    const file = join(folder, 'report.json')
    const code = await play(names, file)
    // Written by the test runner, in its own form.
    const report = JSON.parse(await readFile(file, 'utf8')) as Report
    const failed = report.testResults
      .flatMap(({ assertionResults }) => assertionResults)
      .filter(({ status }) => status === 'failed')
      .map(({ fullName }) => fullName)
    const ok = code === 0
    const counts = { passed: report.numPassedTests, failed: report.numFailedTests }
    process.stdout.write(
      `${JSON.stringify({ soak: 'sizes', ok, stories: names, ...counts, failures: failed })}\n`,
    )
    process.exitCode = ok ? 0 : 1
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

await main()
