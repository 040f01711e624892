import type { EligibilityCheck, RewardTermsBody } from '@busker/contract'

/** What is known of somebody who wants to take part. */
export interface Applicant {
  /** Null: nobody has this id any more. */
  readonly ages: { readonly years: number; readonly accountDays: number } | null
  readonly followers: number
  /** In the 30 days before; null: not known now, which passes no check. */
  readonly views: number | null
}

type Needed = Pick<RewardTermsBody, 'minimumAge' | 'accountAgeDays' | 'followers' | 'viewsIn30Days'>

const check = (id: EligibilityCheck['id'], value: number | null, needed: number): EligibilityCheck => ({
  ...{ id, value, needed },
  passed: value !== null && value >= needed,
})

/** Nobody below it takes part, whatever terms say. */
const adult = 18

/** Every condition of the programme with the number that it was compared with. */
export const checkEligibility = (
  { ages, followers, views }: Applicant,
  terms: Needed,
): readonly EligibilityCheck[] => [
  check('age', ages?.years ?? null, Math.max(adult, terms.minimumAge)),
  check('account_age_days', ages?.accountDays ?? null, terms.accountAgeDays),
  check('followers', followers, terms.followers),
  check('views_30_days', views, terms.viewsIn30Days),
]
