import type { ResponseOf, getGiftEarnings } from '@busker/contract'
import { nameOf, type Account, type Balance } from '#modules/ledger'
import type { PersonViewer } from '#platform/http'
import type { Wallet } from './deps.ts'
import { heldForMs } from './hold.ts'
import { pageOf, type PageRequest } from '#platform/list-page'
import { presentEarned } from './present.ts'
import { heldOf, listReceived } from './store/sends.ts'

const inCredit = (balance: Balance | undefined): bigint =>
  balance === undefined ? 0n : balance.credits - balance.debits - balance.held

/** What somebody earned by gifts. What is held is told apart, and has no day. */
export const getEarnings = async (
  wallet: Wallet,
  { personId }: PersonViewer,
  request: PageRequest,
): Promise<ResponseOf<typeof getGiftEarnings>> => {
  const { currency, ledger } = wallet
  const { pool } = wallet.db
  const pending: Account = { kind: 'creator_pending', currency, owner: personId }
  const available: Account = { kind: 'creator_available', currency, owner: personId }
  const [rows, balances, maturing, heldMicro] = await Promise.all([
    listReceived(pool, personId, { ...request, limit: request.limit + 1 }),
    ledger.balancesOf(pool, [pending, available]),
    ledger.maturingOf(pool, personId, currency),
    heldOf(pool, personId),
  ])
  const { items, next } = pageOf(
    rows.map((row) => ({ ...row, id: row.sendId })),
    request,
  )
  const [people, names] = await Promise.all([
    wallet.identity.getAuthors(
      pool,
      items.map(({ payerId }) => payerId),
    ),
    wallet.namesOf(items),
  ])
  // Held gifts are pushed far away; nobody is told a day in another century.
  const horizon = new Date(wallet.clock.nowMs() + heldForMs / 2).toISOString().slice(0, 10)
  return {
    ...{ currency, heldMicro: String(heldMicro) },
    pendingMicro: String(inCredit(balances.get(nameOf(pending))) - heldMicro),
    availableMicro: String(inCredit(balances.get(nameOf(available)))),
    maturing: maturing.flatMap(({ day, amountMicro }) =>
      day < horizon ? [{ day, amountMicro: String(amountMicro) }] : [],
    ),
    gifts: items.map((send) => presentEarned(send, names(send), people.get(send.payerId) ?? null)),
    nextCursor: next,
  }
}
