import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemClock } from '#platform/clock'
import { evaluateTopN } from './top-n.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'busker-topn-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const write = async (name: string, lines: readonly string[]): Promise<string> => {
  const path = join(folder, name)
  await writeFile(path, lines.join('\n'))
  return path
}

const evaluate = (train: string, test: string) =>
  evaluateTopN({ train, test }, systemClock(), () => undefined)

/** 90 items of three tastes; each user lacks a few of their own taste, and those are asked for. */
const tasteLines = () => {
  const lines = { train: ['', '60 '], test: [] as string[] }
  for (let user = 0; user < 60; user += 1) {
    const own = Array.from({ length: 30 }, (_, at) => at * 3 + (user % 3))
    const isHidden = (_: number, at: number) => (at + user) % 6 === 0
    lines.train.push([user, ...own.filter((item, at) => !isHidden(item, at))].join(' '))
    lines.test.push([user, ...own.filter(isHidden)].join(' '))
  }
  return lines
}

test('pairs without time are judged on everything that was not met', async () => {
  const { train, test: asked } = tasteLines()
  const found = await evaluate(await write('train.txt', train), await write('test.txt', asked))
  expect(found).toMatchObject({ recall20: 1, ndcg20: 1, users: 60, items: 90 })
  expect(found.fitSeconds).toBeGreaterThan(0)
  expect(found.rankSeconds).toBeGreaterThan(0)
})

test('files that cannot be used are named, with what to do', async () => {
  const good = await write('good.txt', ['0 1 2', '1 2'])
  await expect(evaluate(join(folder, 'none.txt'), good)).rejects.toThrow(/There is no file .*none\.txt/)
  const odd = await write('odd.txt', ['0 1', '1 x'])
  await expect(evaluate(good, odd)).rejects.toThrow('odd.txt, line 2')
  await expect(evaluate(await write('empty.txt', []), good)).rejects.toThrow('nobody who met anything')
})

const gowalla = join(import.meta.dirname, '../../../../../../shared/data/gowalla-lightgcn')
const [train, asked] = [join(gowalla, 'train.txt'), join(gowalla, 'test.txt')]

test.skipIf(!existsSync(train))(
  `every tenth user of Gowalla is served well (skipped without ${train})`,
  { timeout: 300_000 },
  async () => {
    const lines = (await readFile(asked, 'utf8')).split('\n').filter((_, at) => at % 10 === 0)
    const found = await evaluate(train, await write('tenth.txt', lines))
    expect(found).toMatchObject({ users: 2986, items: 40_981 })
    expect(found.recall20).toBeGreaterThanOrEqual(0.183)
    expect(found.ndcg20).toBeGreaterThanOrEqual(0.15)
  },
)
