import type { PersonId } from '@busker/contract'

/** The tables of the schema `wellbeing`; only this folder may name them. */
export interface WellbeingTables {
  'wellbeing.time_limit': {
    person_id: PersonId
    minutes: number | null
    chosen: boolean
    time_zone: string
    zone_since: Date
  }
  'wellbeing.watch': { person_id: PersonId; view_id: string; began_at: Date; visible_ms: number }
  'wellbeing.extension': { person_id: PersonId; day_at: Date; number: number; taken_at: Date }
  'wellbeing.family_code': { teen_id: PersonId; code_hash: string; expires_at: Date }
  'wellbeing.family_link': {
    link_id: string
    teen_id: PersonId
    parent_id: PersonId
    since: Date
    minutes: number | null
    extensions: boolean
  }
  'wellbeing.family_try': { person_id: PersonId; window_at: Date; tries: number }
  'wellbeing.watched_day': { person_id: PersonId; day: string; watched_ms: bigint }
  'wellbeing.progress': { consumer: string; journal_offset: bigint }
}
