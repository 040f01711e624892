import { setTimeout as pause } from 'node:timers/promises'
import type { Client, FileImport, ImportQuestion, MeasuredBoard, Organisation } from '@busker/contract'
import type { Market, MarketFile } from '../../../apps/server/src/demo/index.ts'
import { httpClient, signUp, type Answer, type Call, type HttpClient } from '../http-client.ts'

/** A person at an agency, before a server that may come and go. */
export interface AgencyPerson {
  readonly client: HttpClient
  /** Sends to the server that runs now; anything but 200 is a failure of the scenario. */
  call<Body>(call: Call): Promise<Body>
  /** The same, whatever is answered. */
  send(call: Call): Promise<Answer>
}

export const enrol = async (
  address: () => string | Promise<string>,
  handle: string,
): Promise<AgencyPerson> => {
  const client = httpClient()
  await signUp(client, await address(), handle)
  const send = async (call: Call): Promise<Answer> => client.send(await address(), call)
  return {
    ...{ client, send },
    call: async <Body>(call: Call) => {
      const answer = await send(call)
      if (answer.status === 200) return answer.json<Body>()
      throw new Error(`${call.method} ${call.path} was answered ${answer.status}: ${answer.text}`)
    },
  }
}

/** An agency of this person with a client where the market is. */
export const foundClient = async (person: AgencyPerson, market: Market): Promise<string> => {
  const { organisation } = await person.call<{ organisation: Organisation }>({
    ...{ method: 'POST', path: '/v1/organisations', body: { name: 'Pond Agency' } },
  })
  const { organisationId } = organisation
  const { client } = await person.call<{ client: Client }>({
    ...{ method: 'POST', path: '/v1/clients' },
    body: {
      ...{ organisationId, name: 'Example Beauty', currency: market.currency },
      ...{ region: market.facts.region === 'UK' ? 'GB' : market.facts.region, timeZone: 'UTC' },
    },
  })
  return client.clientId
}

const isoDay = (ms: number): string => new Date(ms).toISOString().slice(0, 10)

/** What a member would answer. */
const answerTo = (question: ImportQuestion, file: MarketFile): object => {
  switch (question.asks) {
    case 'period':
      return { period: file.period }
    case 'date_order':
      return { dateOrder: file.region === 'US' ? 'month_first' : 'day_first' }
    case 'currency':
      return { currency: file.currency }
    case 'account':
      return { account: file.account }
    case 'export_day':
      return { exportedOn: isoDay(file.asOf) }
    case 'mapping':
      throw new Error(`${file.name} was not recognised: ${question.headers.join(', ')}`)
  }
}

export interface GivenFile {
  readonly importId: string
  readonly file: MarketFile
}

/** Announces a file and sends its bytes. */
export const give = async (
  person: AgencyPerson,
  clientId: string,
  file: Pick<MarketFile, 'name' | 'bytes'>,
): Promise<FileImport> => {
  const body = { fileName: file.name, bytes: file.bytes.length }
  const made = await person.call<{ import: FileImport }>({
    ...{ method: 'POST', path: `/v1/clients/${clientId}/imports`, body },
  })
  const { importId } = made.import
  const sent = await person.call<{ import: FileImport }>({
    ...{ method: 'PUT', path: `/v1/imports/${importId}/file`, body: file.bytes, timeoutMs: 120_000 },
    headers: { 'content-type': 'application/octet-stream' },
  })
  return sent.import
}

export const importOf = async (person: AgencyPerson, importId: string): Promise<FileImport> =>
  (await person.call<{ import: FileImport }>({ method: 'GET', path: `/v1/imports/${importId}` })).import

const isOver = ({ state }: FileImport): boolean =>
  state === 'done' || state === 'undone' || state === 'refused'

const mostPolls = 1200

/** Waits until an import is over, answering what it asks. */
export const untilOver = async (person: AgencyPerson, { importId, file }: GivenFile): Promise<FileImport> => {
  for (let polls = 0; polls < mostPolls; polls += 1) {
    const now = await importOf(person, importId)
    if (isOver(now)) return now
    if (now.question !== null) {
      const body = answerTo(now.question, file)
      await person.call({ method: 'POST', path: `/v1/imports/${importId}/answer`, body })
    }
    await pause(50)
  }
  throw new Error(`${file.name} is not over`)
}

/** Gives all files and waits until each is over; in the order of the files. */
export const giveAll = async (
  person: AgencyPerson,
  clientId: string,
  files: readonly MarketFile[],
): Promise<FileImport[]> => {
  const given: GivenFile[] = []
  for (const file of files) given.push({ file, importId: (await give(person, clientId, file)).importId })
  const over: FileImport[] = []
  for (const one of given) over.push(await untilOver(person, one))
  return over
}

let asked = 0

/**
 * Asks for numbers over everything. An answer is shown again for some seconds; each question begins on another day before
 * the first order, so that each is a new one.
 */
export const askBoard = (
  person: AgencyPerson,
  clientId: string,
  { metrics, by }: { readonly metrics: readonly string[]; readonly by?: 'creator' | 'video' | 'sku' },
): Promise<MeasuredBoard> => {
  asked += 1
  const from = isoDay(Date.UTC(2026, 0, 1 + (asked % 200)))
  const to = isoDay(Date.UTC(2026, 11, 1 + Math.floor(asked / 200)))
  return person.call<MeasuredBoard>({
    ...{ method: 'POST', path: '/v1/metrics/query' },
    body: {
      ...{ metrics, from, to, scope: { kind: 'client', clientId } },
      ...(by === undefined ? {} : { by }),
    },
  })
}
