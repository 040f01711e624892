import type { Measures } from '@busker/contract'

/** A decision that stands, as far as its effects go. */
export interface Demand {
  readonly measures: Measures
  readonly text: string
  readonly decidedAt: Date
}

export interface PostEffects {
  readonly removed: boolean
  readonly limited: boolean
  readonly minimumAge: number | null
  readonly labels: readonly string[]
}

export interface SuspensionEffect {
  /** Null: for good. */
  readonly until: Date | null
  readonly reason: string
}

/** What holds for a target and its author, as the record keeps it. */
export interface Held {
  readonly target: PostEffects
  readonly suspension: { readonly until: string | null; readonly reason: string } | null
}

export interface HeldChange {
  readonly before: Held
  readonly after: Held
}

/** What decisions that stand demand of their target together: whatever one of them demands holds. */
export const postEffects = (standing: readonly Demand[]): PostEffects => {
  const ages = standing.flatMap(({ measures }) => measures.minimumAge ?? [])
  const labels = new Set(standing.flatMap(({ measures }) => measures.labels))
  return {
    removed: standing.some(({ measures }) => measures.removed),
    limited: standing.some(({ measures }) => measures.limited),
    minimumAge: ages.length === 0 ? null : Math.max(...ages),
    labels: [...labels].toSorted(),
  }
}

const dayMs = 86_400_000

const suspensionOf = ({ measures, text, decidedAt }: Demand): SuspensionEffect[] => {
  const { suspension } = measures
  if (suspension === null) return []
  const { days } = suspension
  return [{ until: days === null ? null : new Date(decidedAt.getTime() + days * dayMs), reason: text }]
}

const endMs = ({ until }: SuspensionEffect): number => until?.getTime() ?? Infinity

/** Of suspensions that stand, the one that ends last holds, with its reason; of two alike, that of the earlier words. */
export const suspensionEffect = (standing: readonly Demand[]): SuspensionEffect | null => {
  const [longest] = standing
    .flatMap(suspensionOf)
    .toSorted((one, other) =>
      endMs(one) === endMs(other)
        ? one.reason.localeCompare(other.reason, 'en')
        : endMs(other) > endMs(one)
          ? 1
          : -1,
    )
  return longest ?? null
}
