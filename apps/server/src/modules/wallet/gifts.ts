import type { GiftId, GiftQuote, GiftRefusal, PersonId, PostId } from '@busker/contract'
import { AppError } from '#platform/errors'
import type { PersonViewer, Viewer } from '#platform/http'
import type { Lot } from '#modules/ledger'
import type { Wallet } from './deps.ts'
import { givenBy, limitsNow, maximaOf, nothingSpent } from './people.ts'
import { assertAdult, spendingRefusal } from './policy.ts'
import { offerOf, presentGift, presentQuote, presentSent } from './present.ts'
import { goesBeyond } from './rules/limits.ts'
import { quoteOf, type Quote } from './rules/quote.ts'
import type { SendResult, WantedSend } from './send-batch.ts'
import type { Gift } from './store/catalogue.ts'
import { findPerson } from './store/people.ts'
import { findTicks } from './store/sends.ts'

/** What can be given now, with who pays and gets what. */
export const listGifts = async (wallet: Wallet) => {
  const [gifts, packs, settings] = await Promise.all([
    wallet.catalogue.gifts(),
    wallet.catalogue.packs(),
    wallet.catalogue.settings(),
  ])
  const offers = packs.map(offerOf)
  return {
    ...{ currency: wallet.currency, holdDays: settings.holdDays },
    gifts: gifts.map((gift) => presentGift(gift, offers)),
  }
}

/** The author of a post that the viewer can see. */
const creatorFor = async (wallet: Wallet, postId: PostId, viewer: Viewer): Promise<PersonId> => {
  const creatorId = await wallet.posts.authorFor(postId, viewer)
  if (creatorId === null) throw new AppError('not_found')
  return creatorId
}

const isBeyondLimits = async (
  wallet: Wallet,
  viewer: PersonViewer,
  amountMicro: bigint,
): Promise<boolean> => {
  const nowMs = wallet.clock.nowMs()
  const settings = await wallet.catalogue.settings()
  const person = await findPerson(wallet.db.pool, viewer.personId)
  const limits = limitsNow(person, maximaOf(settings), nowMs)
  const given = await givenBy(wallet.db.pool, [viewer.personId], nowMs)
  return goesBeyond(amountMicro, given.get(viewer.personId) ?? nothingSpent, limits)
}

const refusalOf = async (
  wallet: Wallet,
  given: { viewer: Viewer; creatorId: PersonId; quote: Quote },
): Promise<GiftRefusal | null> => {
  const { viewer, creatorId, quote } = given
  const spending = await spendingRefusal(wallet, viewer)
  if (spending !== null || viewer.kind !== 'person') return spending
  if (viewer.personId === creatorId) return 'own_gift'
  if (!(await wallet.isAdult(creatorId))) return 'gifts_closed'
  if (quote.missingCoins > 0n) return 'too_few_coins'
  return (await isBeyondLimits(wallet, viewer, quote.pays.to)) ? 'spending_limit' : null
}

const lotsOf = async (wallet: Wallet, viewer: Viewer): Promise<readonly Lot[]> => {
  if (viewer.kind !== 'person') return []
  const lots = await wallet.ledger.lotsLeftOf(wallet.db.pool, [viewer.personId], wallet.currency)
  return lots.get(viewer.personId) ?? []
}

const makeQuote = async (
  wallet: Wallet,
  asked: { gift: Gift; count: number; viewer: Viewer; creatorId: PersonId },
): Promise<GiftQuote> => {
  const { gift, count, viewer, creatorId } = asked
  const [packs, settings, lots] = await Promise.all([
    wallet.catalogue.packs(),
    wallet.catalogue.settings(),
    lotsOf(wallet, viewer),
  ])
  const { taxBasisPoints, holdDays } = settings
  const quote = quoteOf({ gift, count, lots, offers: packs.map(offerOf), taxBasisPoints })
  const refusal = await refusalOf(wallet, { viewer, creatorId, quote })
  return presentQuote(gift, quote, { count, currency: wallet.currency, holdDays, refusal })
}

/** What a gift costs the viewer and earns the author, before it is sent. */
export const quoteGift = async (
  wallet: Wallet,
  asked: { postId: PostId; giftId: GiftId; count: number; viewer: Viewer },
): Promise<GiftQuote> => {
  const creatorId = await creatorFor(wallet, asked.postId, asked.viewer)
  const gift = await wallet.catalogue.giftById(asked.giftId)
  if (gift === null) throw new AppError('not_found')
  return makeQuote(wallet, { ...asked, gift, creatorId })
}

export interface GiftWish {
  readonly viewer: PersonViewer
  readonly postId: PostId
  readonly giftId: GiftId
  readonly version: number
  readonly comboId: string
  readonly tick: number
  readonly count: number
}

/** Everything that can be said before the books are opened. */
const wantedOf = async (wallet: Wallet, wish: GiftWish): Promise<WantedSend> => {
  const { viewer, postId, giftId, version, comboId, tick, count } = wish
  await assertAdult(wallet, viewer.personId)
  const creatorId = await creatorFor(wallet, postId, viewer)
  if (creatorId === viewer.personId) throw new AppError('own_gift')
  if (!(await wallet.isAdult(creatorId))) throw new AppError('gifts_closed')
  const gift = await wallet.catalogue.giftById(giftId)
  if (gift === null) throw new AppError('not_found')
  if (gift.version !== version) {
    const quote = await makeQuote(wallet, { gift, count, viewer, creatorId })
    throw new AppError('gift_changed', { detail: quote })
  }
  return {
    ...{ payerId: viewer.personId, creatorId, postId, comboId, tick, giftId, giftVersion: version, count },
    ...{ coins: gift.coins * BigInt(count), gift },
  }
}

/** What became of the same tick before; null: it was never sent. */
const sentBefore = async (wallet: Wallet, wish: GiftWish) => {
  const { viewer, postId, giftId, version, comboId, tick, count } = wish
  const asked = { payerId: viewer.personId, creatorId: viewer.personId, postId, comboId, tick, giftId }
  const order = { ...asked, giftVersion: version, count, coins: 0n }
  const [known] = await wallet.db.transaction((tx) => findTicks(tx, [order]))
  if (known === undefined) return null
  const isSame = known.postId === postId && known.giftId === giftId && known.giftVersion === version
  if (!isSame || known.count !== count) throw new AppError('key_reused')
  return known
}

const answer = (
  wallet: Wallet,
  result: Extract<SendResult, { is: 'sent' }>,
  gift: Parameters<typeof presentSent>[1],
) => ({
  sent: presentSent(result.send, gift),
  paidMicro: String(result.send.valueMicro + result.send.taxMicro),
  creatorMicro: String(result.send.creatorMicro),
  ...{ currency: wallet.currency, coins: String(result.coins), again: result.again },
})

/**
 * Gives a tick of a combo. What was sent is answered again also when nothing could be sent now, because whoever did not
 * hear the answer must not be told that nothing was given.
 */
export const sendGift = async (
  wallet: Wallet,
  wish: GiftWish,
  send: (wanted: WantedSend) => Promise<SendResult>,
) => {
  let wanted: WantedSend
  try {
    wanted = await wantedOf(wallet, wish)
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    const before = await sentBefore(wallet, wish)
    if (before === null) throw error
    const { giftId, giftVersion } = before
    const names = await wallet.namesOf([{ giftId, giftVersion }])
    const lots = await lotsOf(wallet, wish.viewer)
    const coins = lots.reduce((sum, lot) => (lot.state === 'open' ? sum + lot.coinsLeft : sum), 0n)
    return answer(wallet, { is: 'sent', send: before, again: true, coins }, names(before))
  }
  const result = await send(wanted)
  if (result.is === 'refused') throw new AppError(result.code)
  return answer(wallet, result, wanted.gift)
}
