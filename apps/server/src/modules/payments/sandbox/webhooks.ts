import { createHmac, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import type { ProviderEvent, WebhookHeaders } from '../provider.ts'
import { deferDelivery, deleteDelivery, findDueDeliveries, type Delivery } from '../store/sandbox.ts'
import type { SandboxDeps } from './deps.ts'

export const signatureHeader = 'busker-sandbox-signature'

/** A signed webhook is good for so long, so that one that was overheard is not played again for ever. */
const toleranceMs = 300_000

const signatureOf = (secret: string, sentMs: number, raw: Uint8Array): Buffer =>
  createHmac('sha256', secret).update(`${sentMs}.`).update(raw).digest()

export const sign = (secret: string, sentMs: number, raw: Uint8Array): string =>
  `t=${sentMs},v1=${signatureOf(secret, sentMs, raw).toString('hex')}`

const bodyShape = z.object({
  eventId: z.string().max(200),
  kind: z.enum(['charge', 'refund', 'payout', 'dispute', 'account']),
  ref: z.string().max(200),
})

const isSigned = (
  raw: Uint8Array,
  given: string | string[] | undefined,
  { secret, nowMs }: { readonly secret: string; readonly nowMs: number },
): boolean => {
  const [, sent, hex] = /^t=(\d{1,15}),v1=([0-9a-f]{64})$/.exec(String(given ?? '')) ?? []
  if (sent === undefined || hex === undefined) return false
  if (Math.abs(nowMs - Number(sent)) > toleranceMs) return false
  return timingSafeEqual(signatureOf(secret, Number(sent), raw), Buffer.from(hex, 'hex'))
}

/** What the bytes say, or null if the secret did not sign these very bytes a moment ago. */
export const verify = async (
  deps: Pick<SandboxDeps, 'secret' | 'clock'>,
  raw: Uint8Array,
  headers: WebhookHeaders,
): Promise<readonly ProviderEvent[] | null> => {
  const secret = await deps.secret()
  if (!isSigned(raw, headers[signatureHeader], { secret, nowMs: deps.clock.nowMs() })) return null
  const text = new TextDecoder().decode(raw)
  return [bodyShape.parse(JSON.parse(text))]
}

/** Brings a webhook to its address; false: it was not taken. */
export type Deliver = (raw: Uint8Array, headers: Readonly<Record<string, string>>) => Promise<boolean>

const mostAtOnce = 200
const mostAttempts = 8

const attempt = async (deps: SandboxDeps, deliver: Deliver, delivery: Delivery): Promise<void> => {
  const raw = new TextEncoder().encode(delivery.body)
  const signature = sign(await deps.secret(), deps.clock.nowMs(), raw)
  const taken = await deliver(raw, { [signatureHeader]: signature }).catch(() => false)
  const attempts = delivery.attempts + 1
  if (taken || attempts >= mostAttempts) return deleteDelivery(deps.db.pool, delivery.deliveryRef)
  const dueAt = new Date(deps.clock.nowMs() + 30_000 * 2 ** attempts)
  await deferDelivery(deps.db.pool, delivery.deliveryRef, { dueAt, attempts })
}

/** Sends what is due. A death in the middle sends it again. */
export const deliverDue = async (deps: SandboxDeps, deliver: Deliver): Promise<void> => {
  const due = await findDueDeliveries(deps.db.pool, deps.clock.now(), mostAtOnce)
  for (const delivery of due) await attempt(deps, deliver, delivery)
}
