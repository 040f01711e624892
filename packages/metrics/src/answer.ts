/** A number, or why there is none. */
export type Answered =
  | { readonly status: 'known'; readonly value: number | readonly number[] }
  | { readonly status: 'suppressed' | 'missing' | 'immature'; readonly value: null }

/** One number of one slice. */
export type SliceAnswer = Answered & {
  /** Empty: the whole. */
  readonly slice: string
  /** Rows the number stands on: for a ratio the denominator. */
  readonly sampleSize: number
}

/** One metric of a question, slice by slice in order of their names. */
export interface MetricAnswer {
  readonly metricId: string
  readonly rows: readonly SliceAnswer[]
}

export interface Reading {
  readonly answers: readonly MetricAnswer[]
  /** Received time and local date of the newest fact in the scope and period; null when there is none. */
  readonly newestReceivedMs: number | null
  readonly newestLocalDate: string | null
}
