import type { ClientId, ExchangeRate, PersonId } from '@busker/contract'
import { AppError } from '#platform/errors'
import type { Tx } from '#platform/postgres'
import { openClient, openForChange } from './access.ts'
import type { OutsideDeps } from './deps.ts'
import { lockClient } from './store/clients.ts'
import { deleteRate, listRates as readRates, rateLimit, upsertRates } from './store/rates.ts'

type RateDeps = Pick<OutsideDeps, 'db' | 'clock' | 'identity' | 'settling'>

interface Asked {
  readonly clientId: ClientId
  readonly personId: PersonId
}

export const listRates = async (deps: RateDeps, asked: Asked): Promise<ExchangeRate[]> => {
  await openClient(deps, deps.db.pool, { ...asked, ability: 'read' })
  return readRates(deps.db.pool, asked.clientId)
}

/** Changes rates; the numbers that are made of them follow. */
const changing = (deps: RateDeps, asked: Asked, change: (tx: Tx) => Promise<void>): Promise<ExchangeRate[]> =>
  deps.db.transaction(async (tx) => {
    await openForChange(deps, tx, { ...asked, ability: 'import' })
    await lockClient(tx, asked.clientId)
    await change(tx)
    await deps.settling.afterImport(tx, asked.clientId)
    const rates = await readRates(tx, asked.clientId)
    if (rates.length > rateLimit) throw new AppError('list_full')
    return rates
  })

export const setRates = (
  deps: RateDeps,
  asked: Asked,
  rates: readonly ExchangeRate[],
): Promise<ExchangeRate[]> =>
  changing(deps, asked, (tx) =>
    upsertRates(tx, { clientId: asked.clientId, rates, by: asked.personId, at: deps.clock.now() }),
  )

export const removeRate = (
  deps: RateDeps,
  asked: Asked,
  rate: Omit<ExchangeRate, 'rate'>,
): Promise<ExchangeRate[]> => changing(deps, asked, (tx) => deleteRate(tx, asked.clientId, rate))
