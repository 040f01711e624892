import { changeOf, type Chance, type Change } from '../certainty.ts'

/** As much of an answer about a number as judging needs. */
export interface MeasuredNumber {
  readonly rows: readonly {
    /** Empty: the whole. */
    readonly slice: string
    readonly value: number | readonly number[] | null
    readonly sampleSize: number
    readonly previous: { readonly value: number | readonly number[] | null } | null
  }[]
}
/** Answers by id of the number. */
export type Measured = ReadonlyMap<string, MeasuredNumber>
type Row = MeasuredNumber['rows'][number]

/** Where a number stands: the whole, or one slice of it. Of a slice the empty name is what belongs to nobody. */
const rowOf = (measured: Measured, id: string, slice: string): Row | undefined =>
  measured.get(id)?.rows.find((row) => row.slice === slice)

const single = (value: Row['value'] | undefined): number | null => (typeof value === 'number' ? value : null)

/** A number, or null where it is not known. */
export const valueAt = (measured: Measured, id: string, slice = ''): number | null =>
  single(rowOf(measured, id, slice)?.value)

/** The same number of the period before. */
export const valueBefore = (measured: Measured, id: string, slice = ''): number | null =>
  single(rowOf(measured, id, slice)?.previous?.value)

/** A sum: where nothing was told there is nothing to add. */
export const sumAt = (measured: Measured, id: string, slice = ''): number => valueAt(measured, id, slice) ?? 0

/** Contribution and how far chance reaches in it, as an amount. */
export const chanceMetrics: readonly string[] = ['sales_contribution', 'sales_contribution_error']

/** What a contribution became since the period before. */
export const contributionChange = (measured: Measured, slice: string): Change => {
  const [now, before] = [valueAt, valueBefore].map((of): Chance => {
    const [total, error] = chanceMetrics.map((id) => of(measured, id, slice) ?? 0)
    return { total: total ?? 0, error: error ?? 0 }
  })
  const nothing: Chance = { total: 0, error: 0 }
  return changeOf(now ?? nothing, before ?? nothing)
}

/** Every slice that any of the numbers knows. */
export const slicesOf = (measured: Measured): string[] => [
  ...new Set([...measured.values()].flatMap(({ rows }) => rows.map(({ slice }) => slice))),
]
