// A file of order lines on its way into a client's numbers: upload, reading in its thread, journal, copy, settling; then a
// file of 500 MB, of which the memory is watched while it is read. The server is a process of its own, as it runs.
// Before it one of a tenth of its size, which may take nearly as much memory.
// Run: npm run bench -- import [--lines 250000] [--megabytes 500]
import { mkdtemp, open, readFile, rm, stat } from 'node:fs/promises'
import { request } from 'node:http'
import { createReadStream } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import type { FileImport } from '@busker/contract'
import { makeMarket, orderFileLines } from '../apps/server/src/demo/index.ts'
import {
  askBoard,
  enrol,
  foundClient,
  importOf,
  type AgencyPerson,
} from '../tests/scenarios/agency/agency.ts'
import { startServer } from '../tests/scenarios/server-process.ts'

const budgetSeconds = 60
/** While a large file is read, the median of the last fifth of the time beside that of the second: memory is flat. */
const budgetRise = 1.1
/** How much more the whole server takes at most than with a tenth of the file. */
const budgetGrowth = 1.25
/** Orders of the market have one to three lines; a few more are made than are written. */
const linesOfOrder = 1.2
const watchEveryMs = 200
const longestSeconds = 900

const style = { mark: true, quoted: false, tabs: true, finalNewline: true }

interface Size {
  readonly lines: number
  readonly bytes: number
}

/** Writes an order file until it has so many lines or bytes. */
const writeOrders = async (
  path: string,
  seed: number,
  { lines, bytes }: Size,
): Promise<Size & { market: ReturnType<typeof makeMarket> }> => {
  const orders = Math.ceil((Number.isFinite(lines) ? lines : bytes / 300) / linesOfOrder)
  const market = makeMarket({ seed, region: 'US', orders: Math.ceil(orders * 1.1) })
  await using file = await open(path, 'w')
  let [written, size, piece] = [0, 0, '']
  for (const line of orderFileLines(market, { asOf: market.endMs, style })) {
    if (written >= lines || size >= bytes) break
    piece += line
    // Without those that say what the columns are.
    if (!line.includes('Order ID') && !line.includes('Platform unique')) written += 1
    if (piece.length < 1_048_576) continue
    size += (await file.write(piece)).bytesWritten
    piece = ''
  }
  size += (await file.write(piece)).bytesWritten
  return { lines: written, bytes: size, market }
}

/** Sends a file from the disk, without holding it. */
const sendFile = async (
  { client }: AgencyPerson,
  address: string,
  { path, importId }: { readonly path: string; readonly importId: string },
): Promise<void> => {
  const { size } = await stat(path)
  const cookie = [...client.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const headers = { cookie, 'content-type': 'application/octet-stream', 'content-length': String(size) }
  await new Promise<void>((settle, reject) => {
    const url = new URL(`/v1/imports/${importId}/file`, address)
    const sending = request(url, { method: 'PUT', headers }, (answer) => {
      answer.resume()
      answer.once('end', () =>
        answer.statusCode === 200 ? settle() : reject(new Error(`upload: ${answer.statusCode}`)),
      )
    })
    sending.once('error', reject)
    createReadStream(path).pipe(sending)
  })
}

/** Resident memory of a process in MiB. */
const memoryOf = async (pid: number): Promise<number> => {
  const status = await readFile(`/proc/${pid}/status`, 'utf8')
  return Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024)
}

/** What a process has computed so far, in seconds of one core: on a busy machine it tells more than the time. */
const computedBy = async (pid: number): Promise<number> => {
  const fields = (await readFile(`/proc/${pid}/stat`, 'utf8')).split(') ')[1]?.split(' ') ?? []
  return (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) / 100
}

const seconds = (fromMs: number): number => Number(((performance.now() - fromMs) / 1000).toFixed(1))

interface Watched {
  /** Of the whole server, before and at most. */
  readonly beforeMebibytes: number
  readonly peakMebibytes: number
  /** The median of each fifth of the time: flat, or not. */
  readonly fifthsMebibytes: number[]
}

/** Watches the memory until it is told to stop. */
const watchMemory = async (pid: number) => {
  const beforeMebibytes = await memoryOf(pid)
  const seen: number[] = []
  const ending = new AbortController()
  const watching = (async () => {
    while (!ending.signal.aborted) {
      seen.push(await memoryOf(pid))
      await pause(watchEveryMs)
    }
  })()
  return async (): Promise<Watched> => {
    ending.abort()
    await watching
    const fifth = Math.ceil(seen.length / 5)
    const fifthsMebibytes = [0, 1, 2, 3, 4].map((place) => {
      const part = seen.slice(place * fifth, (place + 1) * fifth).toSorted((one, other) => one - other)
      return part[Math.floor(part.length / 2)] ?? 0
    })
    return { beforeMebibytes, peakMebibytes: Math.max(...seen), fifthsMebibytes }
  }
}

interface Place {
  readonly person: AgencyPerson
  readonly address: string
  readonly clientId: string
  readonly pid: number
}

const until = async (what: string, isSo: () => Promise<boolean>): Promise<void> => {
  const beganMs = performance.now()
  while (!(await isSo())) {
    if (seconds(beganMs) > longestSeconds) throw new Error(`${what} takes too long`)
    await pause(100)
  }
}

const announce = async ({ person, clientId }: Place, path: string): Promise<string> => {
  const body = { fileName: 'All orders.csv', bytes: (await stat(path)).size }
  const made = await person.call<{ import: FileImport }>({
    ...{ method: 'POST', path: `/v1/clients/${clientId}/imports`, body },
  })
  return made.import.importId
}

/** From the first byte sent to numbers that hold every line. */
const importFile = async (place: Place, path: string) => {
  const { person, address, pid, clientId } = place
  const importId = await announce(place, path)
  const stopWatching = await watchMemory(pid)
  const [beganMs, before] = [performance.now(), await computedBy(pid)]
  await sendFile(person, address, { path, importId })
  const uploadSeconds = seconds(beganMs)
  let [now, sawLinesAfter] = [await importOf(person, importId), 0]
  await until('reading', async () => {
    now = await importOf(person, importId)
    if (sawLinesAfter === 0 && now.linesTaken > 0) sawLinesAfter = seconds(beganMs)
    return now.state === 'done' || now.state === 'refused'
  })
  const readSeconds = Number((seconds(beganMs) - uploadSeconds).toFixed(1))
  if (now.state !== 'done') throw new Error(`the file was refused: ${JSON.stringify(now.refusal)}`)
  const readingMemory = await stopWatching()
  const read = await computedBy(pid)
  const stopSettling = await watchMemory(pid)
  await until('settling', async () => (await importOf(person, importId)).linesNew !== null)
  const totalSeconds = seconds(beganMs)
  const settleSeconds = Number((totalSeconds - uploadSeconds - readSeconds).toFixed(1))
  const core = { reading: Math.round(read - before), settling: Math.round((await computedBy(pid)) - read) }
  const board = await askBoard(person, clientId, { metrics: ['sales_contribution'] })
  const perSecond = (spent: number): number => Math.round(now.linesTaken / Math.max(0.1, spent))
  return {
    ...{
      lines: now.linesTaken,
      refused: now.linesRefused,
      shown: board.metrics[0]?.rows[0]?.sampleSize ?? 0,
    },
    ...{ totalSeconds, uploadSeconds, firstLinesAfterSeconds: sawLinesAfter, readSeconds, settleSeconds },
    coreSeconds: core,
    rowsPerSecond: {
      read: perSecond(readSeconds),
      settle: perSecond(settleSeconds),
      all: perSecond(totalSeconds),
    },
    memory: { reading: readingMemory, settling: await stopSettling() },
  }
}

/** Reads a large file, watching, and stops it when it is read: its lines are of no use to anybody. */
const readLarge = async (place: Place, path: string) => {
  const { person, address, pid } = place
  const importId = await announce(place, path)
  await sendFile(person, address, { path, importId })
  const stopWatching = await watchMemory(pid)
  const beganMs = performance.now()
  let now = await importOf(person, importId)
  await until('reading', async () => {
    now = await importOf(person, importId)
    return now.state === 'done' || now.state === 'refused'
  })
  const readSeconds = seconds(beganMs)
  if (now.state !== 'done') throw new Error(`the file was refused: ${JSON.stringify(now.refusal)}`)
  return { lines: now.linesTaken, seconds: readSeconds, memory: await stopWatching() }
}

const main = async (): Promise<void> => {
  const { values } = parseArgs({
    options: {
      lines: { type: 'string', default: '250000' },
      megabytes: { type: 'string', default: '500' },
    },
  })
  const folder = await mkdtemp(join(tmpdir(), 'busker-bench-import-'))
  const [file, large] = [join(folder, 'orders.csv'), join(folder, 'large.csv')]
  const made = await writeOrders(file, 1, { lines: Number(values.lines), bytes: Infinity })
  const bytes = Number(values.megabytes) * 1_000_000
  const server = startServer({
    dataFolder: join(folder, 'data'),
    env: { BUSKER_IMPORT_MAXIMUM_BYTES: String(Math.max(1_000_000_000, bytes * 2)) },
  })
  try {
    const address = await server.ready
    const person = await enrol(() => address, 'anna')
    const clientId = await foundClient(person, made.market)
    const place = { person, address, clientId, pid: server.pid }
    const idleMebibytes = await memoryOf(server.pid)
    const orders = await importFile(place, file)
    process.stderr.write(`${JSON.stringify(orders)}\n`)
    const flat = []
    for (const [seed, part] of bytes === 0 ? [] : [10, 1].entries()) {
      const size = await writeOrders(large, seed + 2, { lines: Infinity, bytes: bytes / part })
      const found = await readLarge(place, large)
      flat.push({ bytes: size.bytes, ...found, moreMebibytes: found.memory.peakMebibytes - idleMebibytes })
      process.stderr.write(`${JSON.stringify(flat.at(-1))}\n`)
    }
    const [small, most] = flat.map(({ memory }) => memory)
    const riseOf = ({ fifthsMebibytes: [, second = 0, , , last = 0] }: Watched): number => last / second
    const rise = most === undefined ? 1 : Number(riseOf(most).toFixed(2))
    const growth =
      small === undefined || most === undefined
        ? 1
        : Number((most.peakMebibytes / small.peakMebibytes).toFixed(2))
    const isFlat = rise <= budgetRise && growth <= budgetGrowth
    const result = {
      bench: 'import',
      ok: orders.totalSeconds <= budgetSeconds && orders.lines === made.lines && isFlat,
      budget: `${values.lines} order lines in ${budgetSeconds} s; while ${values.megabytes} MB are read memory rises by at most ${budgetRise} times, and to at most ${budgetGrowth} times that of a tenth`,
      value: orders.totalSeconds,
      ...{ bytes: made.bytes, idleMebibytes, orders, rise, growth, large: flat },
      machineLoad: loadavg()[0],
      command: 'npm run bench -- import',
    }
    process.stdout.write(`${JSON.stringify(result)}\n`)
    process.exitCode = result.ok ? 0 : 1
  } catch (error) {
    process.stderr.write(`${server.output()}\n`)
    throw error
  } finally {
    await server.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

await main()
