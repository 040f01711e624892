// Appends per second and syncs per second of the journal on this machine's disk, by number of concurrent writers.
// Run: node bench/journal.bench.ts [folder on the disk to measure]
import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { openJournal } from '../apps/server/src/platform/journal/index.ts'
import { nodeJournalFiles } from '../apps/server/src/platform/journal/journal-files.ts'
import { silentLog } from '../apps/server/src/platform/log/index.ts'

const secondsPerRound = 3
const fact = {
  eventId: '0199a000-0000-7000-8000-000000000000',
  visibleMs: 4200,
  intervals: [[0, 4200]],
  loops: 0,
}

const countingFiles = () => {
  const files = nodeJournalFiles()
  const count = { syncs: 0 }
  const create = async (path: string) => {
    const file = await files.create(path)
    const sync = () => {
      count.syncs += 1
      return file.sync()
    }
    return { ...file, sync }
  }
  return { count, files: { ...files, create } }
}

const measure = async (folder: string, writers: number) => {
  const { count, files } = countingFiles()
  const journal = await openJournal({ folder, log: silentLog(), files })
  const start = performance.now()
  const latenciesMs: number[] = []
  const write = async () => {
    while (performance.now() - start < secondsPerRound * 1000) {
      const before = performance.now()
      await journal.append('view', fact)
      latenciesMs.push(performance.now() - before)
    }
  }
  await Promise.all(Array.from({ length: writers }, write))
  const seconds = (performance.now() - start) / 1000
  const readStart = performance.now()
  let read = 0
  while (read < journal.end) read += (await journal.read(read, 5000)).length
  const readSeconds = (performance.now() - readStart) / 1000
  await journal.close()
  latenciesMs.sort((left, right) => left - right)
  const quantile = (share: number) =>
    Number((latenciesMs[Math.floor(share * latenciesMs.length)] ?? 0).toFixed(2))
  return {
    writers,
    appendsPerSecond: Math.round(latenciesMs.length / seconds),
    syncsPerSecond: Math.round(count.syncs / seconds),
    medianMs: quantile(0.5),
    p99Ms: quantile(0.99),
    readsPerSecond: Math.round(read / readSeconds),
  }
}

const main = async () => {
  const root = await mkdtemp(join(process.argv[2] ?? process.cwd(), '.journal-bench-'))
  try {
    const rounds = []
    for (const writers of [1, 10, 100, 1000]) {
      const round = await measure(join(root, String(writers)), writers)
      process.stderr.write(`${JSON.stringify(round)}\n`)
      rounds.push(round)
    }
    process.stdout.write(`${JSON.stringify({ bench: 'journal', rounds })}\n`)
  } finally {
    await rm(root, { recursive: true })
  }
}

await main()
