import type { Span } from './rows.ts'

/** What a member said about a file. */
export interface Answers {
  readonly period?: Span
  readonly region?: string
  readonly currency?: string
  readonly account?: string
  readonly exportedOn?: string
}
