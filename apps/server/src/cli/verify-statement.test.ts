import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { closePeriod, statementOf, statementText } from '#modules/rewards'
import { makeMonth } from '../modules/rewards/test-month.ts'

const main = join(import.meta.dirname, '..', 'main.ts')
const closed = closePeriod(
  makeMonth({ seed: 11, creators: 5, viewers: 60, viewsPerViewer: 10, bots: 0, viewsPerBot: 0 }),
)
const creatorId = 'creator-0000001'
const text = statementText(statementOf(creatorId, closed))

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'busker-statement-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const verify = async (statement: string, ...args: string[]) => {
  const file = join(folder, 'statement.json')
  await writeFile(file, statement)
  const options = { env: { BUSKER_DATA: join(folder, 'none') }, maxBuffer: 10_000_000 }
  return new Promise<{ code: number; last: unknown; stderr: string }>((settle) => {
    const given = ['verify-statement', '--file', file, ...args, '--json']
    const child = execFile(process.execPath, [main, ...given], options, (_error, stdout, stderr) => {
      settle({
        code: child.exitCode ?? -1,
        last: JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? ''),
        stderr,
      })
    })
  })
}

test('a right statement, with and without the published root', async () => {
  const amountMicro = `${closed.accounts.get(creatorId)?.amountMicro}`
  expect(BigInt(amountMicro) > 0n).toBe(true)
  const plain = await verify(text)
  expect(plain).toMatchObject({ code: 0, last: { ok: true, creatorId, amountMicro, root: closed.root } })
  expect(plain.stderr).toContain('The statement is right')
  expect(await verify(text, '--root', closed.root)).toMatchObject({ code: 0, last: { ok: true } })
})

test('a changed one, with the line; another root; a root that is none; no file', async () => {
  const rows = text.split('\n')
  const place = rows.findIndex((row) => row.includes('"result":"qualified"'))
  rows[place] = (rows[place] ?? '').replace('"isPaid":false', '"isPaid":true')
  const changed = await verify(rows.join('\n'))
  expect(changed).toMatchObject({
    code: 1,
    last: { ok: false, firstFault: { line: place + 1, check: 'lines' } },
  })
  const other = await verify(text, '--root', '0'.repeat(64))
  expect(other).toMatchObject({ code: 1, last: { ok: false, firstFault: { line: null, check: 'root' } } })
  expect(await verify(text, '--root', 'abc')).toMatchObject({ code: 1, last: { ok: false } })
  expect(await verify(text, '--file', join(folder, 'nothing'))).toMatchObject({
    code: 1,
    last: { ok: false },
  })
})
