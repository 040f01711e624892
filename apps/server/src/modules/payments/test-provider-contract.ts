import { describe, expect, test } from 'vitest'
import type { Currency } from '@busker/money'
import {
  notFound,
  type BalanceLine,
  type Outcome,
  type PaymentProvider,
  type ProviderEvent,
  type ProviderObject,
  type WebhookHeaders,
} from './provider.ts'

/** What a person or a bank does at the provider, so that a provider can be tested without either. */
export type Deed = 'pay' | 'decline' | 'confirm_and_pay' | 'cancel' | 'approve_account'

export interface SentWebhook {
  readonly raw: Uint8Array
  readonly headers: WebhookHeaders
  /** What it said when it arrived: its signature is good for minutes. */
  readonly events: readonly ProviderEvent[] | null
}

export interface ProviderUnderTest {
  readonly provider: PaymentProvider
  readonly currency: Currency
  /** A country in which accounts can be opened. */
  readonly country: string
  /** Amounts by which this provider does what tests need. Left out: it cannot be made to. */
  readonly amounts: {
    readonly chargeRefused?: bigint
    readonly chargeDisputedAndLost?: bigint
    readonly chargeDisputedAndWon?: bigint
    readonly refundFails?: bigint
    readonly refundReturned?: bigint
    readonly payoutRefused?: bigint
    readonly payoutFails?: bigint
    readonly payoutReturned?: bigint
    readonly answerLost?: bigint
  }
  /** Does what a person does on the page behind this address. */
  act(url: string, deed: Deed): Promise<void>
  /** Lets as much time pass as this takes at the provider, and gives the webhooks that it sent meanwhile. */
  pass(days: number): Promise<readonly SentWebhook[]>
  /** All days so far. */
  days(): readonly string[]
}

const valueOf = <T>(outcome: Outcome<T>): T => {
  expect(outcome.kind).toBe('ok')
  if (outcome.kind !== 'ok') throw new TypeError('the provider did not do it')
  return outcome.value
}

let keys = 0
const freshKey = (): string => {
  keys += 1
  return `contract-${keys}`
}

const truth = async (under: ProviderUnderTest, ref: string): Promise<ProviderObject> =>
  valueOf(await under.provider.lookup({ ref }))

const chargeCommand = (under: ProviderUnderTest, amountMinor = 5000n) => ({
  ...{ key: freshKey(), amountMinor, currency: under.currency, capture: 'auto' as const },
  ...{ payer: 'somebody', description: 'Coins', returnUrl: '/back' },
})

const paid = async (under: ProviderUnderTest, amountMinor?: bigint) => {
  const charge = valueOf(await under.provider.createCharge(chargeCommand(under, amountMinor)))
  await under.act(charge.checkoutUrl ?? '', 'pay')
  await under.pass(0)
  expect(await truth(under, charge.ref)).toMatchObject({ status: 'captured' })
  return charge
}

const account = async (under: ProviderUnderTest): Promise<string> => {
  const command = { key: freshKey(), party: freshKey(), country: under.country, returnUrl: '/back' }
  const made = valueOf(await under.provider.onboard(command))
  expect(valueOf(await under.provider.onboard(command)).ref).toBe(made.ref)
  await under.act(made.url ?? '', 'approve_account')
  expect(await truth(under, made.ref)).toMatchObject({ status: 'enabled' })
  return made.ref
}

const linesOf = async (under: ProviderUnderTest, ref: string): Promise<BalanceLine[]> => {
  const found: BalanceLine[] = []
  for (const day of under.days())
    for await (const line of under.provider.report(day)) if (line.objectRef === ref) found.push(line)
  return found
}
const sumsOf = async (under: ProviderUnderTest, ref: string) =>
  Object.fromEntries((await linesOf(under, ref)).map(({ kind, amountMinor }) => [kind, amountMinor]))

type Open = () => ProviderUnderTest

const chargeContract = (open: Open): void => {
  test('a key is one charge, for ever, and only for the same command', async () => {
    const under = open()
    const command = chargeCommand(under)
    const first = valueOf(await under.provider.createCharge(command))
    expect(first).toMatchObject({ kind: 'charge', status: 'open', key: command.key, amountMinor: 5000n })
    expect(first.checkoutUrl).toBeTruthy()
    await under.pass(3)
    expect(valueOf(await under.provider.createCharge(command)).ref).toBe(first.ref)
    expect((await under.provider.createCharge({ ...command, amountMinor: 1n })).kind).toBe('declined')
    expect(await under.provider.lookup({ key: command.key })).toMatchObject({ value: { ref: first.ref } })
  })

  test('what never was is not found', async () => {
    const { provider } = open()
    expect(await provider.lookup({ key: freshKey() })).toEqual({ kind: 'declined', code: notFound })
    expect(await provider.lookup({ ref: 'nothing' })).toEqual({ kind: 'declined', code: notFound })
  })

  test.each([
    ['pay', 'captured'],
    ['confirm_and_pay', 'captured'],
    ['decline', 'failed'],
    ['cancel', 'failed'],
  ] as const)('%s ends a checkout as %s, with a higher version, and for good', async (deed, status) => {
    const under = open()
    const charge = valueOf(await under.provider.createCharge(chargeCommand(under)))
    await under.act(charge.checkoutUrl ?? '', deed)
    await under.pass(0)
    const now = await truth(under, charge.ref)
    expect(now).toMatchObject({ status })
    expect(now.version).toBeGreaterThan(charge.version)
    for (const again of ['pay', 'cancel'] as const) await under.act(charge.checkoutUrl ?? '', again)
    expect(await truth(under, charge.ref)).toEqual(now)
    const { charge: line, fee } = await sumsOf(under, charge.ref)
    expect(line).toBe(status === 'captured' ? 5000n : undefined)
    expect(fee === undefined || fee < 0n).toBe(true)
  })

  test('a checkout that nobody finishes ends by itself, and one can be closed', async () => {
    const under = open()
    const left = valueOf(await under.provider.createCharge(chargeCommand(under)))
    const closed = valueOf(await under.provider.createCharge(chargeCommand(under)))
    const command = { key: freshKey(), chargeRef: closed.ref }
    expect(valueOf(await under.provider.void(command)).status).toBe('failed')
    expect(valueOf(await under.provider.void(command)).status).toBe('failed')
    await under.pass(3)
    expect(await truth(under, left.ref)).toMatchObject({ status: 'failed' })
  })

  test('what was authorised is captured once, in part, or let go', async () => {
    const under = open()
    if (!under.provider.capabilities.has('capture')) return
    const manual = { ...chargeCommand(under), capture: 'manual' as const }
    const charge = valueOf(await under.provider.createCharge(manual))
    const take = { key: freshKey(), chargeRef: charge.ref, amountMinor: 3000n }
    expect((await under.provider.capture(take)).kind).toBe('declined')
    await under.act(charge.checkoutUrl ?? '', 'pay')
    expect(await truth(under, charge.ref)).toMatchObject({ status: 'authorized', capturedMinor: 0n })
    expect((await under.provider.capture({ ...take, amountMinor: 5001n })).kind).toBe('declined')
    for (let times = 0; times < 2; times += 1)
      expect(valueOf(await under.provider.capture(take))).toMatchObject({ capturedMinor: 3000n })
    expect((await under.provider.void({ key: freshKey(), chargeRef: charge.ref })).kind).toBe('declined')
    expect(await sumsOf(under, charge.ref)).toMatchObject({ charge: 3000n })
  })

  test('a command that is refused, and one whose answer is lost', async () => {
    const under = open()
    const { chargeRefused, answerLost } = under.amounts
    if (chargeRefused !== undefined)
      expect((await under.provider.createCharge(chargeCommand(under, chargeRefused))).kind).toBe('declined')
    if (answerLost === undefined) return
    const command = chargeCommand(under, answerLost)
    expect(await under.provider.createCharge(command)).toEqual({ kind: 'unknown' })
    const made = valueOf(await under.provider.lookup({ key: command.key }))
    expect(valueOf(await under.provider.createCharge(command)).ref).toBe(made.ref)
  })
}

const backwardContract = (open: Open): void => {
  test('refunds are one for each key and never more than came in', async () => {
    const under = open()
    const charge = await paid(under)
    const command = { key: freshKey(), chargeRef: charge.ref, amountMinor: 3000n, reason: 'asked' }
    const made = valueOf(await under.provider.refund(command))
    expect(valueOf(await under.provider.refund(command)).ref).toBe(made.ref)
    const more = { ...command, key: freshKey(), amountMinor: 2001n }
    expect((await under.provider.refund(more)).kind).toBe('declined')
    await under.pass(0)
    expect(await truth(under, made.ref)).toMatchObject({ status: 'succeeded', chargeRef: charge.ref })
    expect(await sumsOf(under, made.ref)).toEqual({ refund: -3000n })
  })

  test('a refund fails, or comes back after it succeeded', async () => {
    const under = open()
    for (const [amountMinor, status] of [
      [under.amounts.refundFails, 'failed'],
      [under.amounts.refundReturned, 'returned'],
    ] as const) {
      if (amountMinor === undefined) continue
      const charge = await paid(under, 200_000n)
      const command = { key: freshKey(), chargeRef: charge.ref, amountMinor, reason: 'asked' }
      const made = valueOf(await under.provider.refund(command))
      await under.pass(8)
      expect(await truth(under, made.ref)).toMatchObject({ status })
      const sums = await linesOf(under, made.ref)
      expect(sums.reduce((sum, line) => sum + line.amountMinor, 0n)).toBe(0n)
    }
  })

  test('a dispute takes what is left, is decided, and leaves nothing to refund while it holds', async () => {
    const under = open()
    for (const [amountMinor, status] of [
      [under.amounts.chargeDisputedAndLost, 'lost'],
      [under.amounts.chargeDisputedAndWon, 'won'],
    ] as const) {
      if (amountMinor === undefined) continue
      const charge = await paid(under, amountMinor)
      const command = { key: freshKey(), chargeRef: charge.ref, amountMinor: 1000n, reason: 'asked' }
      await under.provider.refund(command)
      const sent = await under.pass(5)
      const events = sent.flatMap((one) => one.events ?? [])
      const ref = events.find(({ kind }) => kind === 'dispute')?.ref ?? ''
      const opened = { status: 'open', chargeRef: charge.ref, amountMinor: amountMinor - 1000n }
      expect(await truth(under, ref)).toMatchObject(opened)
      const more = { ...command, key: freshKey(), amountMinor: 1n }
      expect((await under.provider.refund(more)).kind).toBe('declined')
      await under.pass(10)
      expect(await truth(under, ref)).toMatchObject({ status })
      const { dispute, dispute_won: won } = await sumsOf(under, ref)
      expect(dispute).toBe(1000n - amountMinor)
      expect(won).toBe(status === 'won' ? amountMinor - 1000n : undefined)
    }
  })
}

const outwardContract = (open: Open): void => {
  test('a payout needs a checked account, is one for each key, and arrives', async () => {
    const under = open()
    const stranger = { key: freshKey(), accountRef: 'nobody', amountMinor: 900n, currency: under.currency }
    expect((await under.provider.payout(stranger)).kind).toBe('declined')
    const command = { ...stranger, key: freshKey(), accountRef: await account(under) }
    const made = valueOf(await under.provider.payout(command))
    expect(valueOf(await under.provider.payout(command)).ref).toBe(made.ref)
    await under.pass(8)
    expect(await truth(under, made.ref)).toMatchObject({ status: 'paid', amountMinor: 900n })
    expect(await sumsOf(under, made.ref)).toEqual({ payout: -900n })
  })

  test('a payout is refused, fails, or comes back after it was paid', async () => {
    const under = open()
    const accountRef = await account(under)
    const { payoutRefused, payoutFails, payoutReturned } = under.amounts
    const command = (amountMinor: bigint) => ({
      ...{ key: freshKey(), accountRef, amountMinor, currency: under.currency },
    })
    if (payoutRefused !== undefined)
      expect((await under.provider.payout(command(payoutRefused))).kind).toBe('declined')
    for (const [amountMinor, status, count] of [
      [payoutFails, 'failed', 0],
      [payoutReturned, 'returned', 2],
    ] as const) {
      if (amountMinor === undefined) continue
      const made = valueOf(await under.provider.payout(command(amountMinor)))
      await under.pass(8)
      expect(await truth(under, made.ref)).toMatchObject({ status })
      const lines = await linesOf(under, made.ref)
      expect(lines).toHaveLength(count)
      expect(lines.reduce((sum, line) => sum + line.amountMinor, 0n)).toBe(0n)
    }
  })
}

const webhookContract = (open: Open): void => {
  test('webhooks are signed over their bytes and name what changed', async () => {
    const under = open()
    await under.pass(0)
    const charge = valueOf(await under.provider.createCharge(chargeCommand(under)))
    await under.act(charge.checkoutUrl ?? '', 'pay')
    const sent = await under.pass(0)
    expect(sent.length).toBeGreaterThan(0)
    const refs: string[] = []
    for (const { raw, headers } of sent) {
      const events = await under.provider.verifyWebhook(raw, headers)
      refs.push(...(events ?? []).map(({ ref }) => ref))
      const changed = Uint8Array.from(raw)
      changed[0] = (changed[0] ?? 0) ^ 1
      expect(await under.provider.verifyWebhook(changed, headers)).toBeNull()
      expect(await under.provider.verifyWebhook(raw, {})).toBeNull()
    }
    expect(refs).toContain(charge.ref)
  })
}

/**
 * What Busker relies on in a payment provider. Every adapter is held to it: the sandbox always, others where their test
 * mode can be reached.
 *
 * @example providerContract('sandbox', () => openSandbox())
 */
export const providerContract = (name: string, open: Open): void => {
  describe(`${name} as a payment provider`, () => {
    describe('charges', () => {
      chargeContract(open)
    })
    describe('refunds and disputes', () => {
      backwardContract(open)
    })
    describe('payouts', () => {
      outwardContract(open)
    })
    describe('webhooks', () => {
      webhookContract(open)
    })
  })
}
