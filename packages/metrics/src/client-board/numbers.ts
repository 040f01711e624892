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
export const valueBefore = (measured: Measured, id: string): number | null =>
  single(rowOf(measured, id, '')?.previous?.value)

/** A sum: where nothing was told there is nothing to add. */
export const sumAt = (measured: Measured, id: string, slice = ''): number => valueAt(measured, id, slice) ?? 0

/** Every slice that any of the numbers knows. */
export const slicesOf = (measured: Measured): string[] => [
  ...new Set([...measured.values()].flatMap(({ rows }) => rows.map(({ slice }) => slice))),
]
