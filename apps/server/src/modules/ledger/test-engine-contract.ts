import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { assert } from '#platform/assert'
import { virtualClock, type VirtualClock } from '#platform/clock'
import { seededIds } from '#platform/ids'
import type { Done, HoldOperation, LedgerEngine, Operation, Outcome } from './port.ts'
import { templates, type Transfer } from './rules/catalog.ts'
import type { Account } from './rules/chart.ts'
import type { Rate } from '@busker/money'
import { bought, day0Ms, dayMs, eur, given, legText, type Step, stories, usd } from './test-golden.ts'
import { tradeStories } from './test-golden-trade.ts'
import { availableOf } from './rules/read-books.ts'

/** An engine with empty books, and the clock that it goes by. */
export interface EngineUnderTest {
  readonly engine: LedgerEngine
  close(): Promise<void>
}

export type MakeEngine = (given: {
  clock: VirtualClock
  ids: ReturnType<typeof seededIds>
}) => Promise<EngineUnderTest>

const currency = eur
const goldens = { ...stories, ...tradeStories }

const transferOf = (key: string, transfer: Transfer, hold?: string): Operation => ({
  ...{ do: 'transfer', scope: 'contract', key, transfer },
  ...(hold === undefined ? {} : { hold }),
})

const doneOf = (outcome: Outcome | undefined, what: unknown = 'it'): Done => {
  const code = outcome?.is === 'refused' ? outcome.code : outcome?.is
  assert(outcome?.is === 'done', `${String(what)} is done, not ${code}`)
  return outcome
}

/** Every engine keeps the same books. What an engine must do is said here once. */
export const describeEngine = (name: string, make: MakeEngine): void => {
  describe(name, () => {
    const clock = virtualClock(day0Ms)
    let under: EngineUnderTest
    /** Whom a test is about: nobody else touches these. */
    let turn = 0

    const execute = (...operations: Operation[]) => under.engine.execute(operations)
    const one = async (operation: Operation): Promise<Outcome> => {
      const [outcome] = await execute(operation)
      assert(outcome !== undefined, 'each operation has an outcome')
      return outcome
    }
    const available = async (account: Account): Promise<bigint> =>
      availableOf(account, await under.engine.balanceOf(account))
    const parties = () => {
      turn += 1
      const own = (of: string) => `${of}-${turn}`
      return {
        own,
        wallet: { kind: 'adv_wallet', currency, owner: own('acme') } as const,
        budget: { kind: 'campaign_budget', currency, owner: own('spring') } as const,
        prepay: (amountMicro: bigint): Transfer => ({
          template: 'advertiser_prepay',
          params: {
            ...{ advertiser: own('acme'), currency, provider: own('psp'), jurisdiction: 'DE' },
            ...{ grossMicro: amountMicro, taxMicro: 0n },
          },
        }),
        reserve: (amountMicro: bigint): Transfer => ({
          template: 'budget_reserve',
          params: { advertiser: own('acme'), campaign: own('spring'), currency, amountMicro },
        }),
        fund: (amountMicro: bigint): Transfer => ({
          template: 'escrow_fund',
          params: { advertiser: own('acme'), milestone: own('m'), currency, amountMicro },
        }),
        end: (creatorMicro: bigint, refundMicro: bigint): Transfer => ({
          template: 'escrow_release',
          params: {
            ...{ advertiser: own('acme'), milestone: own('m'), creator: own('ben'), currency },
            ...{ creatorMicro, refundMicro, feeBps: 0n },
          },
        }),
        hold: (key: string, amount: bigint, ttlMs = dayMs): HoldOperation => ({
          ...{ do: 'hold', scope: 'contract', key: own(key), amount },
          ...{
            account: { kind: 'adv_wallet', currency, owner: own('acme') },
            expiresAtMs: clock.nowMs() + ttlMs,
          },
        }),
      }
    }

    beforeAll(async () => {
      under = await make({ clock, ids: seededIds(clock, name) })
    })
    afterAll(() => under.close())

    describe('golden examples', () => {
      test('each template has one', () => {
        const told = Object.values(goldens)
          .flat()
          .filter(({ refused }) => refused === undefined)
          .map(({ transfer }) => transfer((idOf) => idOf).template)
        expect(Object.keys(templates).filter((template) => !told.some((each) => each === template))).toEqual(
          [],
        )
      })

      test.each(Object.entries(goldens))('%s', async (story, steps: readonly Step[]) => {
        const storyClock = virtualClock(day0Ms)
        const own = await make({ clock: storyClock, ids: seededIds(storyClock, story) })
        try {
          const ids = new Map<string, string>()
          for (const step of steps) {
            storyClock.advance((step.after ?? 0) * dayMs + 1)
            const asked = transferOf(
              step.name,
              step.transfer((of) => ids.get(of) ?? `no step ${of}`),
            )
            const [outcome] = await own.engine.execute([asked])
            if (step.refused !== undefined) {
              expect(outcome, step.name).toEqual({ is: 'refused', code: step.refused })
              continue
            }
            const done = doneOf(outcome, step.name)
            expect(done.legs.map(legText), step.name).toEqual(step.legs)
            expect(done.again).toBe(false)
            ids.set(step.name, done.id)
            expect(await own.engine.execute([asked]), step.name).toEqual([{ ...done, again: true }])
          }
        } finally {
          await own.close()
        }
      })
    })

    describe('a key', () => {
      test('says the same for the same request, for ever', async () => {
        const of = parties()
        const asked = transferOf(of.own('prepay'), of.prepay(1_000_000n))
        const first = doneOf(await one(asked))
        const [second, third] = await execute(asked, asked)
        expect([second, third]).toEqual([
          { ...first, again: true },
          { ...first, again: true },
        ])
        clock.advance(400 * dayMs)
        expect(await one(asked)).toEqual({ ...first, again: true })
        expect(await available(of.wallet)).toBe(1_000_000n)
      })

      test('twice in one list', async () => {
        const of = parties()
        const asked = transferOf(of.own('prepay'), of.prepay(1_000_000n))
        const [first, second] = await execute(asked, asked)
        expect(second).toEqual({ ...doneOf(first), again: true })
        expect(await available(of.wallet)).toBe(1_000_000n)
      })

      test('of another request is a conflict, and of another scope another key', async () => {
        const of = parties()
        await one(transferOf(of.own('prepay'), of.prepay(1_000_000n)))
        expect(await one(transferOf(of.own('prepay'), of.prepay(2_000_000n)))).toEqual({ is: 'conflict' })
        expect(await one({ ...of.hold('x', 1n), key: of.own('prepay') })).toEqual({ is: 'conflict' })
        expect(await available(of.wallet)).toBe(1_000_000n)
        doneOf(await one({ ...transferOf(of.own('prepay'), of.prepay(2_000_000n)), scope: 'another' }))
        expect(await available(of.wallet)).toBe(3_000_000n)
      })

      test('that was refused may be asked for again, also with another request', async () => {
        const of = parties()
        const asked = transferOf(of.own('reserve'), of.reserve(500_000n))
        expect(await one(asked)).toEqual({ is: 'refused', code: 'insufficient_funds' })
        await one(transferOf(of.own('prepay'), of.prepay(1_000_000n)))
        doneOf(await one(asked))
        const other = transferOf(of.own('reserve again'), of.reserve(600_000n))
        expect(await one(other)).toEqual({ is: 'refused', code: 'insufficient_funds' })
        doneOf(await one(transferOf(of.own('reserve again'), of.reserve(500_000n))))
        expect(await available(of.budget)).toBe(1_000_000n)
      })

      test('asked for by many at once is done once', async () => {
        const of = parties()
        const asked = transferOf(of.own('prepay'), of.prepay(1_000_000n))
        const outcomes = (await Promise.all(Array.from({ length: 20 }, () => execute(asked))))
          .flat()
          .map(doneOf)
        expect(outcomes.filter(({ again }) => !again)).toHaveLength(1)
        expect(new Set(outcomes.map(({ id }) => id)).size).toBe(1)
        expect(await available(of.wallet)).toBe(1_000_000n)
      })
    })

    describe('a list', () => {
      test('is done in its order, and who is refused changes nothing of the others', async () => {
        const of = parties()
        const outcomes = await execute(
          transferOf(of.own('1'), of.reserve(1n)),
          transferOf(of.own('2'), of.prepay(1_000_000n)),
          transferOf(of.own('3'), of.reserve(700_000n)),
          transferOf(of.own('4'), of.reserve(300_001n)),
          transferOf(of.own('5'), of.reserve(300_000n)),
        )
        expect(outcomes.map((outcome) => (outcome.is === 'refused' ? outcome.code : outcome.is))).toEqual([
          ...['insufficient_funds', 'done', 'done', 'insufficient_funds', 'done'],
        ])
        expect(await available(of.budget)).toBe(1_000_000n)
        expect(await available(of.wallet)).toBe(0n)
      })

      test('of nothing is nothing', async () => {
        expect(await execute()).toEqual([])
      })

      test('a gift and the purchase that pays for it', async () => {
        const of = parties()
        const lot = { gross: 1_000_000n, tax: 0n, coins: 3n }
        const [, first, second, third] = await execute(
          transferOf(of.own('buy'), bought(of.own('ann'), of.own('lot'), lot)),
          ...[1, 2, 3].map((no) =>
            transferOf(
              of.own(`gift ${no}`),
              given(of.own('ann'), of.own('ben'), { coins: 1n, diamonds: 1n, price: 10n }),
            ),
          ),
        )
        const float = ({ legs }: Done) => legs.find(({ account }) => account.kind === 'coin_float')?.amount
        expect([first, second, third].map((each) => doneOf(each)).map(float)).toEqual([
          333_333n,
          333_333n,
          333_334n,
        ])
      })

      test('a purchase and its refund', async () => {
        const of = parties()
        const [paid, refunded] = await execute(
          transferOf(
            of.own('buy'),
            bought(of.own('ann'), of.own('lot'), { gross: 1_000_000n, tax: 0n, coins: 3n }),
          ),
          transferOf(of.own('refund'), { template: 'coin_refund', params: { lotId: of.own('lot') } }),
        )
        doneOf(paid, 'the purchase')
        doneOf(refunded, 'the refund')
      })

      test('a gift and the dispute over what paid for it', async () => {
        const of = parties()
        const lot = { gross: 1_000_000n, tax: 0n, coins: 4n }
        const gift = given(of.own('ann'), of.own('ben'), { coins: 1n, diamonds: 1n, price: 10n })
        const params = { lotId: of.own('lot'), amountMicro: 1_000_000n, feeMicro: 0n }
        await one(transferOf(of.own('buy'), bought(of.own('ann'), of.own('lot'), lot)))
        const outcomes = await execute(
          transferOf(of.own('gift'), gift),
          transferOf(of.own('dispute'), { template: 'dispute_opened', params }),
        )
        expect(outcomes.map(({ is }) => is)).toEqual(['done', 'done'])
        expect(await available({ kind: 'd.frozen', currency, owner: of.own('ben') })).toBe(1n)
      })

      test('many who want the same money at once get no more than there is', async () => {
        const of = parties()
        await one(transferOf(of.own('prepay'), of.prepay(1_000_000n)))
        const asked = Array.from({ length: 30 }, (_, no) =>
          execute(transferOf(of.own(`reserve ${no}`), of.reserve(100_000n))),
        )
        const outcomes = (await Promise.all(asked)).flat()
        expect(outcomes.filter(({ is }) => is === 'done')).toHaveLength(10)
        expect(await available(of.wallet)).toBe(0n)
        expect(await available(of.budget)).toBe(1_000_000n)
      })
    })

    describe('a refusal', () => {
      test('leaves no trace', async () => {
        const of = parties()
        await one(transferOf(of.own('prepay'), of.prepay(1_000_000n)))
        await one(transferOf(of.own('fund'), of.fund(400_000n)))
        const before = await Promise.all([of.wallet, of.budget].map((each) => under.engine.balanceOf(each)))
        for (const transfer of [
          of.reserve(600_001n),
          of.end(400_001n, 0n),
          of.end(0n, 400_001n),
          of.reserve(0n),
        ])
          expect((await one(transferOf(of.own('refused'), transfer))).is).toBe('refused')
        const after = await Promise.all([of.wallet, of.budget].map((each) => under.engine.balanceOf(each)))
        expect(after).toEqual(before)
      })

      test('an escrow is paid once: released and refunded are what was funded', async () => {
        const of = parties()
        await one(transferOf(of.own('prepay'), of.prepay(1_000_000n)))
        await one(transferOf(of.own('fund'), of.fund(1_000_000n)))
        const outcomes = await Promise.all([
          one(transferOf(of.own('release'), of.end(1_000_000n, 0n))),
          one(transferOf(of.own('refund'), of.end(0n, 1_000_000n))),
        ])
        expect(outcomes.map(({ is }) => is).toSorted()).toEqual(['done', 'refused'])
      })

      test('something that nobody knows', async () => {
        const unknown = { payout: '0195c0de-0000-7000-8000-000000000000' }
        for (const payout of [unknown.payout, 'no id at all'])
          expect(await one(transferOf('nobody', { template: 'payout_failed', params: { payout } }))).toEqual({
            is: 'refused',
            code: 'unknown_transfer',
          })
        expect(
          await one(transferOf('nobody', { template: 'coin_refund', params: { lotId: 'none' } })),
        ).toEqual({
          ...{ is: 'refused', code: 'lot_not_open' },
        })
      })

      test('an exchange without a rate is a mistake or a refusal, and moves nothing', async () => {
        const of = parties()
        await one(transferOf(of.own('prepay'), of.prepay(1_000_000n)))
        await one(transferOf(of.own('fund'), of.fund(1_000_000n)))
        await one(transferOf(of.own('release'), of.end(1_000_000n, 0n)))
        const request = doneOf(
          await one(
            transferOf(of.own('payout'), {
              template: 'payout_request',
              params: {
                ...{ party: of.own('ben'), rail: 'creator', currency, amountMicro: 500_000n },
                ...{ withholdingMicro: 0n, jurisdiction: 'DE' },
              },
            }),
          ),
        )
        const none: Rate = { numerator: 0n, denominator: 1n }
        const paid = one(
          transferOf(of.own('paid'), {
            template: 'payout_paid',
            params: {
              ...{ payout: request.id, provider: of.own('psp') },
              exchange: { currency: usd, rate: none },
            },
          }),
        )
        await expect(
          paid.then(
            ({ is }) => is === 'done',
            () => false,
          ),
        ).resolves.toBe(false)
        expect(await available({ kind: 'creator_inflight', currency, owner: of.own('ben') })).toBe(500_000n)
      })
    })

    describe('a hold', () => {
      const withMoney = async () => {
        const of = parties()
        await one(transferOf(of.own('prepay'), of.prepay(1_000_000n)))
        return of
      }

      test('keeps aside what nobody else can take', async () => {
        const of = await withMoney()
        doneOf(await one(of.hold('h', 600_000n)))
        expect(await under.engine.balanceOf(of.wallet)).toEqual({
          ...{ debits: 0n, credits: 1_000_000n, held: 600_000n },
        })
        expect(await one(transferOf(of.own('too much'), of.reserve(400_001n)))).toEqual({
          ...{ is: 'refused', code: 'insufficient_funds' },
        })
        expect(await one(of.hold('second', 400_001n))).toEqual({ is: 'refused', code: 'insufficient_funds' })
        doneOf(await one(transferOf(of.own('the rest'), of.reserve(400_000n))))
      })

      test('is asked for twice and made once', async () => {
        const of = await withMoney()
        const asked = of.hold('h', 600_000n)
        const first = doneOf(await one(asked))
        expect(await one(asked)).toEqual({ ...first, again: true })
        expect((await under.engine.balanceOf(of.wallet)).held).toBe(600_000n)
      })

      test('is posted, and what it did not use is free again', async () => {
        const of = await withMoney()
        const hold = doneOf(await one(of.hold('h', 600_000n)))
        const posted = transferOf(of.own('post'), of.reserve(250_000n), hold.id)
        const done = doneOf(await one(posted))
        expect(await one(posted)).toEqual({ ...done, again: true })
        expect(await under.engine.balanceOf(of.wallet)).toEqual({
          ...{ debits: 250_000n, credits: 1_000_000n, held: 0n },
        })
        doneOf(await one(transferOf(of.own('all'), of.reserve(750_000n))))
      })

      test('ends once', async () => {
        const of = await withMoney()
        const [posted, voided] = [
          doneOf(await one(of.hold('p', 100_000n))),
          doneOf(await one(of.hold('v', 100_000n))),
        ]
        doneOf(await one(transferOf(of.own('post'), of.reserve(100_000n), posted.id)))
        const voiding: Operation = { do: 'void', scope: 'contract', key: of.own('void'), hold: voided.id }
        const done = doneOf(await one(voiding))
        expect(await one(voiding)).toEqual({ ...done, again: true })
        for (const { id } of [posted, voided]) {
          expect(await one(transferOf(of.own(`post ${id}`), of.reserve(1n), id))).toEqual({
            ...{ is: 'refused', code: 'hold_resolved' },
          })
          expect(await one({ ...voiding, key: of.own(`void ${id}`), hold: id })).toEqual({
            ...{ is: 'refused', code: 'hold_resolved' },
          })
        }
        expect(await available(of.wallet)).toBe(900_000n)
      })

      test('is not posted above what it keeps aside, nor for something else', async () => {
        const of = await withMoney()
        const hold = doneOf(await one(of.hold('h', 600_000n)))
        expect(await one(transferOf(of.own('above'), of.reserve(600_001n), hold.id))).toEqual({
          ...{ is: 'refused', code: 'exceeds_original' },
        })
        expect(await one(transferOf(of.own('else'), of.prepay(10_000n), hold.id))).toEqual({
          ...{ is: 'refused', code: 'nothing_to_move' },
        })
        expect((await under.engine.balanceOf(of.wallet)).held).toBe(600_000n)
      })

      test('ends after it was made', async () => {
        const of = await withMoney()
        const [over, second] = await execute(of.hold('over', 1_000_000n, 0), of.hold('second', 1_000_000n))
        expect(over).toEqual({ is: 'refused', code: 'hold_resolved' })
        doneOf(second, 'the second hold')
        expect(await one(of.hold('never', 1n, Number.NaN))).toEqual({
          is: 'refused',
          code: 'invalid_parameter',
        })
      })

      test('is of something that cannot be overdrawn', async () => {
        const of = await withMoney()
        const account: Account = { kind: 'psp', currency, owner: of.own('psp') }
        expect(await one({ ...of.hold('h', 1n), account })).toEqual({
          ...{ is: 'refused', code: 'nothing_to_move' },
        })
      })

      test('that is refused at posting is still there', async () => {
        const of = await withMoney()
        const hold = doneOf(await one(of.hold('h', 600_000n)))
        expect(await one(transferOf(of.own('post'), of.reserve(0n), hold.id))).toEqual({
          ...{ is: 'refused', code: 'nothing_to_move' },
        })
        expect((await under.engine.balanceOf(of.wallet)).held).toBe(600_000n)
        doneOf(await one(transferOf(of.own('post'), of.reserve(600_000n), hold.id)))
      })

      test('of yesterday keeps nothing aside and is not posted', async () => {
        const of = await withMoney()
        const hold = doneOf(await one(of.hold('h', 1_000_000n)))
        clock.advance(dayMs - 1)
        expect((await one(transferOf(of.own('before'), of.reserve(1n)))).is).toBe('refused')
        clock.advance(1)
        expect(await one(transferOf(of.own('post'), of.reserve(1n), hold.id))).toEqual({
          ...{ is: 'refused', code: 'hold_resolved' },
        })
        const voiding: Operation = { do: 'void', scope: 'contract', key: of.own('void'), hold: hold.id }
        expect(await one(voiding)).toEqual({ is: 'refused', code: 'hold_resolved' })
        doneOf(await one(transferOf(of.own('all'), of.reserve(1_000_000n))))
        expect(await under.engine.balanceOf(of.wallet)).toEqual({
          ...{ debits: 1_000_000n, credits: 1_000_000n, held: 0n },
        })
      })

      test('that nobody made', async () => {
        const of = await withMoney()
        for (const hold of ['0195c0de-0000-7000-8000-000000000000', 'none']) {
          expect(await one(transferOf(of.own('post'), of.reserve(1n), hold))).toEqual({
            ...{ is: 'refused', code: 'hold_unknown' },
          })
          expect(await one({ do: 'void', scope: 'contract', key: of.own('void'), hold })).toEqual({
            ...{ is: 'refused', code: 'hold_unknown' },
          })
        }
        expect(await one(of.hold('none', 0n))).toEqual({ is: 'refused', code: 'nothing_to_move' })
        expect(await one(of.hold('less', -1n))).toEqual({ is: 'refused', code: 'nothing_to_move' })
      })

      test('many at once hold no more than there is', async () => {
        const of = await withMoney()
        const asked = Array.from({ length: 30 }, (_, no) => execute(of.hold(`h ${no}`, 100_000n)))
        const outcomes = (await Promise.all(asked)).flat()
        expect(outcomes.filter(({ is }) => is === 'done')).toHaveLength(10)
        expect((await under.engine.balanceOf(of.wallet)).held).toBe(1_000_000n)
      })
    })
  })
}
