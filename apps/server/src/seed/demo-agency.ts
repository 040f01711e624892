import type { ClientId, OrganisationId, PersonId } from '@busker/contract'
import type { App } from '../app.ts'
import { filesOf, makeMarket, type MarketFile } from '../demo/index.ts'

/** The agency of the demo town and its one client, whose files the demo market writes. */

const agency = { handle: 'example.agency', displayName: 'Example Agency', birthDate: '1990-01-01' } as const
const brand = {
  name: 'Example Beauty',
  ...{ currency: 'USD', region: 'US', timeZone: 'America/New_York' },
} as const

const dayMs = 86_400_000
/** Whole weeks, and more than the sixty days after which it is known who bought again. */
const days = 98
const orders = 700
const seed = 8

/** What the client's files do not say themselves, as a member would. */
const answersTo = ({ period, currency, account, asOf }: MarketFile) => ({
  ...{ dateOrder: 'month_first' as const, currency, exportedOn: dateOf(asOf) },
  ...(period === null ? {} : { period }),
  ...(account === null ? {} : { account }),
})

const dateOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10)

const openAgency = async (
  app: App,
): Promise<{ readonly ownerId: PersonId; readonly organisationId: OrganisationId }> => {
  const ownerId = await app.identity.createResident(agency)
  const [own] = await app.identity.membershipsOf(app.engines.db.pool, ownerId)
  const { organisationId } = own ?? (await app.identity.createOrganisation(ownerId, agency.displayName))
  return { ownerId, organisationId }
}

/** Files end on the day before the client was made, so that going on later makes the same ones. */
const writeFiles = async (createdAt: string): Promise<MarketFile[]> => {
  const endMs = Math.floor(Date.parse(createdAt) / dayMs) * dayMs
  const market = makeMarket({ seed, region: 'US', orders, days, start: dateOf(endMs - days * dayMs) })
  const files = await filesOf(market, { asOf: market.endMs, form: 'csv' })
  // A person's own data is no file of an agency.
  return files.filter(({ kind }) => kind !== 'own_data')
}

/** Whoever runs the instance sees the agency and may do all that its owner may. */
const letIn = async (app: App, personIds: readonly PersonId[] | null): Promise<void> => {
  const { pool } = app.engines.db
  const owner = await app.identity.findByHandle(pool, agency.handle)
  if (owner === null) return
  const [own] = await app.identity.membershipsOf(pool, owner.personId)
  if (own === undefined) return
  const { organisationId } = own
  for (const { personId, handle } of await app.identity.listOperators(pool)) {
    if (personIds !== null && !personIds.includes(personId)) continue
    if ((await app.identity.roleIn(pool, organisationId, personId)) !== null) continue
    await app.identity.addMember(owner.personId, { organisationId, handle, role: 'owner' })
  }
}

/** Lets in who signs up to run the instance after the agency was made. Called before the jobs start. */
export const welcomeOperators = (app: App): void => {
  app.bus.on('identity.acted', 'demo.agency', async ({ kind, personId }) => {
    if (kind === 'registered') await letIn(app, [personId])
  })
}

/** Makes agency and client and gives the files in; the ordinary jobs read them. Goes on where it was interrupted. */
export const makeDemoAgency = async (app: App, signal: AbortSignal): Promise<void> => {
  const { ownerId, organisationId } = await openAgency(app)
  const known = (await app.outside.listClients(ownerId)).find(({ isDemo }) => isDemo)
  const client = known ?? (await app.outside.createDemoClient(ownerId, { ...brand, organisationId }))
  const clientId: ClientId = client.clientId
  await letIn(app, null)
  if (signal.aborted) return
  for (const file of await writeFiles(client.createdAt)) {
    if (signal.aborted) return
    const { name, bytes } = file
    await app.outside.giveFile({ clientId, personId: ownerId }, { name, bytes, answers: answersTo(file) })
  }
}
