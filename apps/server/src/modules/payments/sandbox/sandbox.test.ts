import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../../testing/engines.ts'
import { dayOf } from '../rules/report-days.ts'
import { createBench, dayMs, hourMs, refIn, startOfTime, usd, type Bench } from '../test-bench.ts'
import {
  providerContract,
  type Deed,
  type ProviderUnderTest,
  type SentWebhook,
} from '../test-provider-contract.ts'
import type { Act } from './act.ts'
import { rollOf } from './deps.ts'

let own: TestDatabase
let benches = 0
beforeAll(async () => {
  own = await createTestDatabase()
})
afterAll(() => own.close())

const open = (): Bench => {
  benches += 1
  return createBench({ database: own.database, seed: `sandbox ${benches}` })
}

const acts: Readonly<Record<Deed, readonly Act[]>> = {
  pay: [{ kind: 'pay', card: 'succeeds' }],
  decline: [{ kind: 'pay', card: 'declined' }],
  confirm_and_pay: [{ kind: 'pay', card: 'three_d_secure' }, { kind: 'confirm' }],
  cancel: [{ kind: 'cancel' }],
  approve_account: [{ kind: 'approve' }],
}

const underTest = (): ProviderUnderTest => {
  const { sandbox, clock } = open()
  return {
    ...{ provider: sandbox.provider, currency: usd, country: 'DE' },
    amounts: {
      ...{ chargeRefused: 77_010n, chargeDisputedAndLost: 77_005n, chargeDisputedAndWon: 77_006n },
      ...{ refundFails: 66_001n, refundReturned: 66_003n, answerLost: 77_004n },
      ...{ payoutRefused: 88_001n, payoutFails: 88_002n, payoutReturned: 88_003n },
    },
    act: async (url, deed) => {
      for (const act of acts[deed]) await sandbox.act(refIn(url), act)
    },
    pass: async (days) => {
      const sent: SentWebhook[] = []
      for (let steps = 0; steps <= days * 4; steps += 1) {
        if (steps > 0) clock.advance(dayMs / 4)
        await sandbox.tick(async (raw, headers) => {
          const events = await sandbox.provider.verifyWebhook(raw, headers)
          return sent.push({ raw, headers, events }) > 0
        })
      }
      return sent
    },
    days: () => {
      const days: string[] = []
      for (let ms = startOfTime; ms <= clock.nowMs(); ms += dayMs) days.push(dayOf(new Date(ms)))
      return [...new Set([...days, dayOf(clock.now())])]
    },
  }
}

providerContract('sandbox', underTest)

describe('the sandbox', () => {
  const charge = async (bench: Bench, key: string) => {
    const { provider } = bench.sandbox
    const made = await provider.createCharge({
      ...{
        key,
        amountMinor: 1000n,
        currency: usd,
        capture: 'auto',
        payer: 'x',
        description: 'x',
        returnUrl: '/',
      },
    })
    return made.kind === 'ok' ? made.value.ref : ''
  }
  const deliveries = async (bench: Bench): Promise<string[]> => {
    const seen: string[] = []
    await bench.sandbox.tick(async (raw) => {
      const { eventId } = JSON.parse(new TextDecoder().decode(raw)) as { eventId: string }
      return seen.push(eventId.split('_').at(-1) ?? '') > 0
    })
    return seen
  }

  test.each([
    ['succeeds', ['2'], []],
    ['webhook_twice', ['2', '2'], []],
    ['webhook_lost', [], []],
    ['webhook_late', [], ['2']],
    ['settles_late', ['2'], ['3']],
  ] as const)('%s: versions told at once and minutes later', async (card, atOnce, after) => {
    const bench = open()
    const ref = await charge(bench, `card ${card}`)
    expect(await deliveries(bench)).toEqual(['1'])
    await bench.sandbox.act(ref, { kind: 'pay', card })
    expect(await deliveries(bench)).toEqual(atOnce)
    bench.clock.advance(240_000)
    expect(await deliveries(bench)).toEqual(after)
  })

  test('a webhook that is not taken is sent again, later and later, and given up in the end', async () => {
    const bench = open()
    await charge(bench, 'again')
    let attempts = 0
    const refuse = async () => {
      attempts += 1
      return false
    }
    await bench.sandbox.tick(refuse)
    await bench.sandbox.tick(refuse)
    expect(attempts).toBe(1)
    for (let hours = 0; hours < 60; hours += 1) {
      bench.clock.advance(hourMs)
      await bench.sandbox.tick(refuse)
    }
    // The charge expires after a day, which is one more message.
    expect(attempts).toBe(16)
  })

  test('commands and answers get lost by chance, and a key still is one thing', async () => {
    const bench = createBench({
      ...{ database: own.database, seed: 'chance' },
      chance: { lost: 0, doubled: 0, late: 0, answerLost: 300, requestLost: 300 },
    })
    const { provider } = bench.sandbox
    const outcomes = new Set<string>()
    for (let count = 0; count < 24; count += 1) {
      const command = {
        ...{
          key: `chance ${count}`,
          amountMinor: 1000n,
          currency: usd,
          capture: 'auto' as const,
          payer: 'x',
        },
        ...{ description: 'x', returnUrl: '/' },
      }
      const made = await provider.createCharge(command)
      const known = await provider.lookup({ key: command.key })
      outcomes.add(`${made.kind}, and it is ${known.kind === 'ok' ? 'there' : 'not there'}`)
    }
    expect(outcomes).toEqual(
      new Set(['ok, and it is there', 'unknown, and it is there', 'unknown, and it is not there']),
    )
  })

  test('chance is drawn from the seed: the same one repeats itself, another does not', () => {
    const draws = (seed: string) => Array.from({ length: 50 }, (_, index) => rollOf(seed, `event ${index}`))
    expect(draws('a')).toEqual(draws('a'))
    expect(draws('a')).not.toEqual(draws('b'))
    expect(draws('a').every((roll) => roll >= 0 && roll < 1000)).toBe(true)
  })
})
