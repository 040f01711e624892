/**
 * From which sum in a calendar year on a tax form is asked for, by country and from a day on. Data, not code: a new law is a
 * new row. An operator's counsel has to say what holds; what is not listed asks for nothing.
 */
export interface TaxGate {
  readonly country: string
  /** Payments from this day on. */
  readonly from: string
  readonly currency: string
  readonly thresholdMicro: bigint
  /** What is asked for. */
  readonly forms: readonly string[]
  readonly source: string
}

const major = 1_000_000n

export const taxGates: readonly TaxGate[] = [
  {
    ...{ country: 'US', from: '2026-01-01', currency: 'USD', thresholdMicro: 2_000n * major },
    ...{ forms: ['w9', 'w8ben'], source: '1099-NEC/MISC for payments after 2025-12-31' },
  },
  {
    ...{ country: 'US', from: '2000-01-01', currency: 'USD', thresholdMicro: 600n * major },
    ...{ forms: ['w9', 'w8ben'], source: '1099-NEC/MISC for payments until 2025-12-31' },
  },
]

/** A form is asked for before the threshold is reached, so that nobody waits for money when it is. */
const askedAtPercent = 80n

/** The row that holds for a country on a day. */
export const gateOf = (country: string, day: string, gates: readonly TaxGate[] = taxGates): TaxGate | null =>
  gates
    .filter((gate) => gate.country === country && gate.from <= day)
    .toSorted((one, other) => (one.from < other.from ? 1 : -1))[0] ?? null

/**
 * Whether a payout needs a form first. Sums in another currency than the threshold's are not converted here: without a
 * rate that everybody agrees on the form is asked for, which costs a minute and no money.
 */
export const needsTaxForm = (
  gate: TaxGate | null,
  paid: { readonly currency: string; readonly thisYearMicro: bigint; readonly nextMicro: bigint },
): boolean => {
  if (gate === null) return false
  if (gate.currency !== paid.currency) return true
  return (paid.thisYearMicro + paid.nextMicro) * 100n >= gate.thresholdMicro * askedAtPercent
}
