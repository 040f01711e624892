import { execFile } from 'node:child_process'
import { access, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { createTerminal } from './terminal.ts'

const main = join(import.meta.dirname, '..', 'main.ts')

let parent = ''
let folder = ''
beforeAll(async () => {
  parent = await mkdtemp(join(tmpdir(), 'busker-cli-'))
  folder = join(parent, 'never-started')
})
afterAll(() => rm(parent, { recursive: true, force: true }))

interface Ended {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

const busker = (args: readonly string[], env: Record<string, string> = {}): Promise<Ended> =>
  new Promise((resolve) => {
    const options = { env: { BUSKER_DATA: folder, ...env }, maxBuffer: 10_000_000 }
    const child = execFile(process.execPath, [main, ...args], options, (_error, stdout, stderr) => {
      resolve({ code: child.exitCode ?? -1, stdout, stderr })
    })
  })

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  )
const lastLine = (text: string): unknown => JSON.parse(text.trimEnd().split('\n').at(-1) ?? '')
const failure = z.object({ ok: z.literal(false), error: z.string() })

test('help is an answer, an unknown command is not', async () => {
  const [nothing, help, unknown, unknownJson] = await Promise.all([
    busker([]),
    busker(['--help']),
    busker(['dance']),
    busker(['dance', '--json']),
  ])
  expect(nothing).toEqual(help)
  expect(help.code).toBe(0)
  for (const name of ['start', 'doctor', 'backup', 'restore', 'upgrade', 'metrics']) {
    expect(help.stdout).toContain(`\n  ${name} `)
  }
  expect(unknown.code).toBe(1)
  expect(unknown.stdout).toBe('busker: there is no command "dance". Run "busker help" for the commands.\n')
  expect(unknownJson.code).toBe(1)
  expect(failure.parse(lastLine(unknownJson.stdout)).error).toContain('dance')
})

test('metrics list needs no data folder and makes none', async () => {
  const [plain, json] = await Promise.all([
    busker(['metrics', 'list']),
    busker(['metrics', 'list', '--json']),
  ])
  expect(plain).toMatchObject({ code: 0, stderr: '' })
  expect(plain.stdout).toMatch(/hook_rate/)
  expect(json.code).toBe(0)
  // One line and no more: people read the rest on standard error.
  expect(json.stdout.split('\n')).toHaveLength(2)
  const { metrics } = z
    .object({ metrics: z.array(z.object({ metricId: z.string() })) })
    .parse(JSON.parse(json.stdout))
  expect(metrics.map(({ metricId }) => metricId)).toContain('retention_curve')
  expect(json.stderr).toMatch(/hook_rate/)
  expect(await exists(folder)).toBe(false)
})

test.each([
  ['a flag that is none', ['metrics', 'list', '--loud'], /Unknown option '--loud'.*Run "busker help"/],
  ['a word too few', ['metrics'], /Say "metrics list" or "metrics get --post ID"/],
  ['a post that is none', ['metrics', 'get', '--post', 'x'], /Say which post/],
  ['a folder that is missing', ['seed'], /Say which folder/],
])('%s is answered with one sentence', async (_, args, sentence) => {
  const ended = await busker([...args, '--json'])
  expect(ended.code).toBe(1)
  expect(ended.stderr).toMatch(sentence)
  expect(ended.stderr.trimEnd().split('\n')).toHaveLength(1)
  expect(ended.stdout.split('\n')).toHaveLength(2)
  expect(failure.parse(lastLine(ended.stdout)).error).not.toBe('')
  expect(await exists(folder)).toBe(false)
})

test('a value of the configuration that does not fit is named, whatever the command', async () => {
  const [list, start] = await Promise.all([
    busker(['metrics', 'list'], { BUSKER_PORT: 'eighty' }),
    busker(['start'], { DATABASE_URL: 'mysql://x' }),
  ])
  expect(list).toMatchObject({ code: 1, stdout: '' })
  expect(list.stderr).toMatch(/^busker: The configuration is not usable: BUSKER_PORT [^\n]*\n$/)
  expect(start).toMatchObject({ code: 1, stdout: '' })
  expect(start.stderr).toMatch(/^busker: The configuration is not usable: DATABASE_URL [^\n]*\n$/)
  expect(await exists(folder)).toBe(false)
})

test('progress replaces itself in a terminal and is lines elsewhere', () => {
  const written = (isTTY: boolean, json: boolean) => {
    const out: string[] = []
    const err: string[] = []
    const terminal = createTerminal({
      json,
      stdout: { write: (text) => out.push(text), isTTY },
      stderr: { write: (text) => err.push(text), isTTY },
    })
    terminal.progress('one')
    terminal.progress('two')
    terminal.say('done')
    terminal.result({ ok: true })
    return { out: out.join(''), err: err.join('') }
  }
  expect(written(false, false)).toEqual({ out: 'one\ntwo\ndone\n', err: '' })
  expect(written(false, true)).toEqual({ out: '{"ok":true}\n', err: 'one\ntwo\ndone\n' })
  const clear = '\r\u001B[2K'
  expect(written(true, false)).toEqual({ out: `${clear}one${clear}two${clear}done\n`, err: '' })
})
