import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openClickhouse } from './index.ts'

const otherProgram = `
  import { openClickhouse } from '#platform/clickhouse'
  await openClickhouse({ path: process.argv[1] }, 'first').catch((error) => process.stdout.write(String(error)))`

test('a folder in use by another process is refused in one line', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'busker-facts-'))
  const facts = await openClickhouse({ path: folder }, 'first')
  const other = spawn(process.execPath, ['--input-type=module', '-e', otherProgram, folder], {
    cwd: join(import.meta.dirname, '..', '..', '..'),
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const [line] = await once(other.stdout, 'data')
  expect(String(line)).toMatch(
    /^StartError: The facts in .+ most likely another Busker is using them\. [^\n]+$/,
  )
  await facts.close()
  await rm(folder, { recursive: true, force: true })
})
