const dayMs = 86_400_000
/** Since their first payment, after which somebody who never disputed one is known. */
const knownAfterDays = 60

export interface Payer {
  readonly firstPaidAtMs: number | null
  readonly everDisputed: boolean
}

/** From when on a payment can hardly be disputed any more, so that what it paid for may be paid out. */
export const seasonedAt = (
  payer: Payer,
  { nowMs, newPayerDays, knownPayerDays }: { nowMs: number; newPayerDays: number; knownPayerDays: number },
): number => {
  const isKnown =
    !payer.everDisputed &&
    payer.firstPaidAtMs !== null &&
    nowMs - payer.firstPaidAtMs > knownAfterDays * dayMs
  return nowMs + (isKnown ? knownPayerDays : newPayerDays) * dayMs
}
