import { createHash } from 'node:crypto'
import { currencyOf, type Currency } from '@busker/money'
import { assert } from '#platform/assert'
import type { Tx } from '#platform/postgres'
import {
  notFound,
  type BalanceLine,
  type ChargeCommand,
  type OnboardCommand,
  type Outcome,
  type PaymentProvider,
  type PayoutCommand,
  type ProviderObject,
  type RefundCommand,
} from '../provider.ts'
import {
  chargeScenarios,
  pausesMs,
  payoutScenarios,
  refundScenarios,
  scenarioOf,
} from '../rules/sandbox-scenarios.ts'
import {
  findSandboxLines,
  findSandboxObject,
  lockSandboxObject,
  type SandboxObject,
} from '../store/sandbox.ts'
import { rollOf, type SandboxDeps } from './deps.ts'
import { change, create, later, leftOf, takeMoney } from './happen.ts'
import { presentAccount, presentCharge, presentObject, presentPayout, presentRefund } from './present.ts'
import { verify } from './webhooks.ts'

const declined = (code: string) => ({ kind: 'declined', code }) as const
const unknown = { kind: 'unknown' } as const

const hashOf = (command: object): string =>
  createHash('sha256')
    .update(
      JSON.stringify(command, (_key, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value)),
    )
    .digest('hex')

interface Made<T extends ProviderObject> {
  readonly row: SandboxObject
  readonly present: (row: SandboxObject) => T
  /** Runs after the object is there, in the same transaction. */
  readonly begin: (tx: Tx) => Promise<void>
  /** A reason to refuse, found under the lock of what it stands on. */
  readonly refuse?: (tx: Tx) => Promise<string | null>
}

/** What was made under this key before; a key for something else is refused. */
const replay = <T>(row: SandboxObject, hash: string, present: (row: SandboxObject) => T): Outcome<T> =>
  row.requestHash === hash ? { kind: 'ok', value: present(row) } : declined('key_reused')

/**
 * Makes something once for each key. The network in between loses commands and answers: then the caller hears `unknown`,
 * and the key tells later what became of it.
 */
const make = async <T extends ProviderObject>(deps: SandboxDeps, made: Made<T>): Promise<Outcome<T>> => {
  const { row, present } = made
  const key = row.requestKey ?? ''
  const roll = rollOf(await deps.seed(), `command:${row.ref}`)
  if (roll < deps.chance.requestLost) return unknown
  const outcome = await deps.db.transaction(async (tx): Promise<Outcome<T> & { readonly isNew?: true }> => {
    const refusal = (await findSandboxObject(tx, { key })) ? null : await made.refuse?.(tx)
    if (typeof refusal === 'string') return declined(refusal)
    if (await create(deps, tx, row)) {
      await made.begin(tx)
      return { kind: 'ok', value: present(row), isNew: true }
    }
    const known = await findSandboxObject(tx, { key })
    assert(known !== null, 'a key that is taken has an object')
    return replay(known, row.requestHash ?? '', present)
  })
  await deps.wake()
  const isLost = row.scenario === 'answer_lost' || 999 - roll < deps.chance.answerLost
  if (outcome.isNew === true && isLost) return unknown
  return outcome.kind === 'ok' ? { kind: 'ok', value: outcome.value } : outcome
}

const noPage = { payer: '', description: '', returnUrl: '', capture: 'auto', isConfirming: false } as const

const blank = (deps: SandboxDeps, command: { readonly key: string }) => ({
  requestKey: command.key,
  requestHash: hashOf(command),
  ...{ chargeRef: null, version: 1n, amountMinor: 0n, capturedMinor: 0n, code: null },
  page: noPage,
  createdAt: deps.clock.now(),
})

const createCharge = async (deps: SandboxDeps, command: ChargeCommand) => {
  const { amountMinor, currency, payer, description, returnUrl, capture } = command
  const scenario = scenarioOf(chargeScenarios, amountMinor)
  if (scenario === 'refused') return declined('amount_refused')
  const ref = `sbx_ch_${deps.ids.token()}`
  return make(deps, {
    row: {
      ...blank(deps, command),
      ...{ ref, kind: 'charge', status: 'open', amountMinor, currency, scenario },
      page: { payer, description, returnUrl, capture, isConfirming: false },
    },
    present: presentCharge,
    begin: (tx) => later(deps, tx, { objectRef: ref, happening: 'expire', pauseMs: pausesMs.expiry }),
  })
}

/** Changes a charge under its lock; `done` says whether it is there already, so that the same command is one. */
const onCharge = async (
  deps: SandboxDeps,
  chargeRef: string,
  work: (tx: Tx, row: SandboxObject) => Promise<SandboxObject | string>,
) => {
  const outcome = await deps.db.transaction(async (tx) => {
    const row = await lockSandboxObject(tx, chargeRef)
    if (row?.kind !== 'charge') return declined(notFound)
    const done = await work(tx, row)
    return typeof done === 'string' ? declined(done) : ({ kind: 'ok', value: presentCharge(done) } as const)
  })
  await deps.wake()
  return outcome
}

const capture = (deps: SandboxDeps, command: { readonly chargeRef: string; readonly amountMinor: bigint }) =>
  onCharge(deps, command.chargeRef, async (tx, row) => {
    const { amountMinor } = command
    if (row.status === 'captured' && row.capturedMinor === amountMinor) return row
    if (row.status !== 'authorized') return 'not_authorized'
    if (amountMinor <= 0n || amountMinor > row.amountMinor) return 'amount_refused'
    return takeMoney(deps, tx, [row, amountMinor])
  })

const letGo = (deps: SandboxDeps, chargeRef: string) =>
  onCharge(deps, chargeRef, async (tx, row) => {
    if (row.status === 'failed' && row.code === 'voided') return row
    if (row.status !== 'authorized' && row.status !== 'open') return 'too_late'
    return change(deps, tx, [row, { status: 'failed', code: 'voided' }])
  })

const refund = async (
  deps: SandboxDeps,
  command: RefundCommand,
): Promise<Outcome<ReturnType<typeof presentRefund>>> => {
  const { chargeRef, amountMinor } = command
  const charge = await findSandboxObject(deps.db.pool, { ref: chargeRef })
  if (charge?.kind !== 'charge') return declined(notFound)
  const scenario = scenarioOf(refundScenarios, amountMinor)
  const ref = `sbx_re_${deps.ids.token()}`
  const currency: Currency = charge.currency
  return make(deps, {
    row: {
      ...blank(deps, command),
      ...{ ref, kind: 'refund', chargeRef, status: 'pending', amountMinor, currency, scenario },
    },
    present: presentRefund,
    refuse: async (tx) => {
      const locked = await lockSandboxObject(tx, chargeRef)
      return locked && amountMinor <= (await leftOf(tx, locked)) ? null : 'charge_gone_back'
    },
    begin: (tx) => {
      const happening = scenario === 'fails' ? 'refund_fails' : 'refund_succeeds'
      const pauseMs = scenario === 'slow' ? pausesMs.refundSlow : 0
      return later(deps, tx, { objectRef: ref, happening, pauseMs })
    },
  })
}

const payout = async (
  deps: SandboxDeps,
  command: PayoutCommand,
): Promise<Outcome<ReturnType<typeof presentPayout>>> => {
  const { amountMinor, currency, accountRef } = command
  const account = await findSandboxObject(deps.db.pool, { ref: accountRef })
  if (account?.kind !== 'account' || account.status !== 'enabled') return declined('account_not_ready')
  const scenario = scenarioOf(payoutScenarios, amountMinor)
  if (scenario === 'refused') return declined('insufficient_balance')
  const ref = `sbx_po_${deps.ids.token()}`
  return make(deps, {
    row: { ...blank(deps, command), ref, kind: 'payout', status: 'pending', amountMinor, currency, scenario },
    present: presentPayout,
    begin: (tx) => {
      const happening = scenario === 'fails' ? 'payout_fails' : 'payout_pays'
      const pauseMs = scenario === 'slow' ? pausesMs.payoutSlow : pausesMs.payout
      return later(deps, tx, { objectRef: ref, happening, pauseMs })
    },
  })
}

/** Accounts hold no money of their own; the column wants one. */
const anyCurrency = (): Currency => {
  const currency = currencyOf('USD')
  assert(currency !== null, 'a currency in use')
  return currency
}

const onboard = (deps: SandboxDeps, command: OnboardCommand) =>
  make(deps, {
    row: {
      ...blank(deps, { key: command.key }),
      ...{ ref: `sbx_ac_${deps.ids.token()}`, kind: 'account', status: 'pending', scenario: 'succeeds' },
      currency: anyCurrency(),
      page: { ...noPage, payer: command.party, description: command.country, returnUrl: command.returnUrl },
    },
    present: presentAccount,
    begin: async () => undefined,
  })

const dayMs = 86_400_000

async function* report(deps: SandboxDeps, day: string): AsyncGenerator<BalanceLine> {
  const from = new Date(`${day}T00:00:00Z`)
  yield* await findSandboxLines(deps.db.pool, { from, to: new Date(from.getTime() + dayMs) })
}

/** The sandbox as a provider: all that Busker knows of it goes through here. */
export const sandboxProvider = (deps: SandboxDeps): PaymentProvider => ({
  id: 'sandbox',
  capabilities: new Set([
    ...(['charge', 'capture', 'partial_refund', 'payout'] as const),
    ...(['onboard', 'dispute', 'balance_report'] as const),
  ]),
  createCharge: (command) => createCharge(deps, command),
  capture: (command) => capture(deps, command),
  void: ({ chargeRef }) => letGo(deps, chargeRef),
  refund: (command) => refund(deps, command),
  onboard: (command) => onboard(deps, command),
  payout: (command) => payout(deps, command),
  lookup: async (asked) => {
    const row = await findSandboxObject(deps.db.pool, asked)
    return row ? { kind: 'ok', value: presentObject(row) } : declined(notFound)
  },
  verifyWebhook: (raw, headers) => verify(deps, raw, headers),
  report: (day) => report(deps, day),
})
