import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  createImport,
  createOrganisation,
  fileImport,
  type ClientId,
  type FileImport,
  type PersonId,
  type RealtimeMessage,
} from '@busker/contract'
import { sql } from 'kysely'
import { fileBlobStore } from '#platform/blob'
import { createBus } from '#platform/bus'
import { virtualClock } from '#platform/clock'
import { createHttp } from '#platform/http'
import { seededIds } from '#platform/ids'
import { openJobs } from '#platform/jobs'
import { openJournal } from '#platform/journal'
import { createLog } from '#platform/log'
import { within, type Tx } from '#platform/postgres'
import { createIdentity } from '#modules/identity'
import { createTestDatabase } from '../../testing/engines.ts'
import { signUp, startOfTime, type Client, type Person } from '../../testing/test-app.ts'
import type { OutsideDeps } from './deps.ts'
import type { ExportReader } from './export-reader.ts'
import { openFolder } from './files.ts'
import { createOutside } from './index.ts'
import { makeScheduled } from './reports/make-scheduled.ts'
import { toldNumbers } from './reports/test-numbers.ts'
import { rowsOfLines } from './rules/read-row.ts'
import { sweepImports } from './sweep.ts'
import type { RowsRecord } from './take-rows.ts'
import { plainReader } from './test-reader.ts'

/** Module outside on real engines, for its tests: people who sign up, an HTTP server, a queue that runs when told to. */
export const openBench = async (
  given: { readonly reader?: ExportReader; readonly maximumBytes?: number } = {},
) => {
  const clock = virtualClock(startOfTime)
  const ids = seededIds(clock, 'outside')
  const folder = await mkdtemp(join(tmpdir(), 'busker-outside-'))
  const logFile = join(folder, 'log')
  const log = createLog({ level: 'debug', file: logFile })
  const own = await createTestDatabase()
  const db = own.database
  const journal = await openJournal({ folder: join(folder, 'journal'), log })
  const jobs = await openJobs({
    connection: own.address,
    database: db,
    clock,
    log,
    dataFolderId: 'outside-test',
  })
  const bus = createBus({ jobs })
  const identity = createIdentity({
    ...{ db, clock, ids, log, bus, minimumAge: 13, publicUrl: undefined, instanceName: 'Test' },
    blobs: fileBlobStore({ folder: join(folder, 'blobs') }),
    ...{ linkBase: 'http://localhost', standings: { standingOf: async () => null } },
    postOffice: {
      jobs,
      clock,
      db,
      log,
      mailer: { way: 'nowhere', leaves: false, send: async () => undefined },
    },
    onSignedOut: () => undefined,
  })
  const published: { personId: PersonId; message: RealtimeMessage }[] = []
  const settled: ClientId[] = []
  const numbers = toldNumbers()
  const deps: OutsideDeps = {
    ...{ db, clock, ids, log, jobs, journal, identity },
    publish: (personId, message) => void published.push({ personId, message }),
    posts: { authorOf: async () => null, mayCarryLink: async () => true },
    isBot: () => false,
    reader: given.reader ?? plainReader(),
    settling: {
      afterImport: async (_tx: Tx, clientId: ClientId) => void settled.push(clientId),
      namesOf: async () => ({
        products: [{ id: '1729000000000000001', name: 'Lip oil' }],
        skus: [],
        videos: [],
      }),
      linkCounts: async () => [],
      toldBefore: async () => [],
      stop: async () => undefined,
    },
    numbers,
    blobs: fileBlobStore({ folder: join(folder, 'blobs') }),
    folder: join(folder, 'imports'),
    maximumBytes: given.maximumBytes ?? 5_000_000,
  }
  const outside = createOutside(deps)
  await openFolder(deps.folder)
  const http = await createHttp({
    ...{ version: '0', publicUrl: undefined, requestsPerMinute: 1_000_000, trustedProxies: [], ids, log },
    authenticator: identity,
    isReady: () => true,
  })
  identity.serve(http)
  outside.serve(http)
  const close = async () => {
    await http.close()
    await jobs.stop()
    await journal.close()
    await own.close()
    await rm(folder, { recursive: true, force: true })
  }
  const filesLeft = () => readdir(join(folder, 'imports'))
  const logText = () => readFile(logFile, 'utf8')
  return {
    ...{ clock, ids, db, jobs, journal, http, identity, outside, folder, published, settled },
    // Not by `start`: its job comes again by itself, and under virtual time for ever.
    sweep: () => sweepImports(deps),
    numbers,
    reportIfDue: (clientId: ClientId) => makeScheduled(deps, clientId),
    ...{ filesLeft, logText, close },
  }
}
export type Bench = Awaited<ReturnType<typeof openBench>>

export const brand = { currency: 'USD', region: 'US', timeZone: 'America/New_York' } as const

/** An agency with its owner. */
export const foundAgency = async (bench: Bench, owner: string, name: string) => {
  const person = await signUp(bench, owner)
  const { organisation } = await person.call(createOrganisation, { body: { name } })
  return { person, organisationId: organisation.organisationId }
}

/** Sends the bytes of an import as a page does. */
export const sendBytes = async (
  bench: Pick<Bench, 'http'>,
  by: Client,
  { importId, body }: { readonly importId: string; readonly body: string | Buffer },
): Promise<{ status: number; body: string }> => {
  const answer = await bench.http.inject({
    method: 'PUT',
    url: `/v1/imports/${importId}/file`,
    cookies: Object.fromEntries(by.cookies),
    headers: { 'content-type': 'text/csv' },
    payload: body,
  })
  return { status: answer.statusCode, body: answer.body }
}

/** Gives a file to a client; the next `jobs.runOnce()` reads it. */
export const giveFile = async (
  bench: Bench,
  by: Person,
  file: { readonly clientId: string; readonly name: string; readonly text: string | Buffer },
): Promise<FileImport> => {
  const body = { fileName: file.name, bytes: Buffer.byteLength(file.text) }
  const made = await by.call(createImport, { params: { clientId: file.clientId }, body })
  const { importId } = made.import
  const answer = await sendBytes(bench, by, { importId, body: file.text })
  const { import: view } = JSON.parse(answer.body) as { import: unknown }
  return fileImport.parse(view)
}

/** The rows of a record of the journal, as they are kept. */
export const rowsOfRecord = ({ lines }: RowsRecord): Readonly<Record<string, unknown>>[] =>
  rowsOfLines(lines.replaceAll(/^(?:[^\t\n]*\t){4}/gm, '').replaceAll('\\\\', '\\')).map((row) => ({
    ...row,
  }))

/** All text that an instance keeps: its log, its journal, every table. */
export const keptPlaces = async ({ folder, logText, db }: Bench): Promise<string[]> => {
  const journal = join(folder, 'journal')
  const segments = await Promise.all(
    (await readdir(journal)).map((name) => readFile(join(journal, name), 'utf8')),
  )
  const tables = await sql<{ text: string }>`select query_to_xml(
      format('select * from %I.%I', table_schema, table_name), true, false, '')::text as text
    from information_schema.tables
    where table_schema not in ('pg_catalog', 'information_schema') and table_type = 'BASE TABLE'`.execute(
    within(db.pool),
  )
  return [await logText(), segments.join(''), tables.rows.map(({ text }) => text).join('')]
}
