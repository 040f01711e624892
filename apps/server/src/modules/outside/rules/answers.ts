import type { Span } from './rows.ts'

/** What a member said about a file. */
export interface Answers {
  readonly period?: Span
  readonly dateOrder?: 'day_first' | 'month_first'
  readonly currency?: string
  readonly account?: string
  readonly exportedOn?: string
}
