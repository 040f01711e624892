import type { PersonId } from '@busker/contract'
import type { Baseline } from '../rules/coverage-watch.ts'

/** Tables of the schema `measure` about coverage; only this folder may name them. */
export interface CoverageTables {
  'measure.coverage_window': {
    ends_at: Date
    client_version: string
    interactions: number
    watched: number
  }
  /** `watch` is JSON: text on the way in, a value on the way out. */
  'measure.coverage_watch': { client_version: string; watch: unknown }
  'measure.coverage_progress': { singular: boolean; ends_at: Date }
  'measure.warning': {
    warning_id: string
    client_version: string
    since: Date
    opened_at: Date
    closed_at: Date | null
    closed_because: 'recovered' | 'gone' | null
    baseline_source: Baseline['source']
    baseline_interactions: number
    baseline_watched: number
    baseline_dispersion: number
    opened_coverage: number
    interactions: number
    watched: number
  }
  'measure.warning_seen': {
    warning_id: string
    seen_at: Date
    seen_by: PersonId
    note: string
    interactions: number
    watched: number
    returned_at: Date | null
  }
}
