import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { rows, traps, type Row } from './rows.ts'
import { tryRow } from './try-row.ts'

let folder = ''
let connections = 0
const listener = createServer((socket) => {
  connections += 1
  socket.end()
})

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'busker-corpus-'))
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve))
})
afterAll(async () => {
  listener.close()
  await rm(folder, { recursive: true, force: true })
})

const attempt = async (row: Row) => {
  const place = await mkdtemp(join(folder, 'row-'))
  const source = join(place, row.file)
  await row.make(source)
  const made = join(place, 'made')
  await mkdir(made)
  return tryRow({ name: row.name, source, folder: made, rungs: [540], expected: row.expected })
}

describe('the corpus', () => {
  test.each(rows.filter(({ large }) => large !== true).map((row) => [row.name, row] as const))(
    '%s',
    async (_name, row) => {
      const trial = await attempt(row)
      expect(trial.faults).toEqual([])
    },
  )
})

test('what names other files and addresses opens none of them', async () => {
  const secret = join(folder, 'secret.txt')
  await writeFile(secret, 'not for strangers')
  const { port } = listener.address() as AddressInfo
  for (const row of traps(`http://127.0.0.1:${port}`, secret)) {
    const trial = await attempt(row)
    expect(trial.faults, row.name).toEqual([])
  }
  expect(connections).toBe(0)
})
