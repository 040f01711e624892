import type { EligibilityCheck, RewardTermsBody } from '@busker/contract'
import { defaultJoiningTerms, judgeEligibility } from './eligibility.ts'

/** What is known of somebody who wants to take part. */
export interface Applicant {
  readonly nowMs: number
  /** Null: nobody has this id any more. */
  readonly ages: { readonly years: number; readonly accountDays: number } | null
  readonly followers: number
  /** In the 30 days before; null: not known now, which passes no check. */
  readonly views: number | null
}

type Needed = Pick<RewardTermsBody, 'minimumAge' | 'accountAgeDays' | 'followers' | 'viewsIn30Days'>

const names = {
  age: 'age',
  account_age: 'account_age_days',
  followers: 'followers',
  views: 'views_30_days',
} as const satisfies Record<string, EligibilityCheck['id']>

const dayMs = 86_400_000
/** Nobody below it takes part, whatever terms say. */
const adult = 18

/** Every condition of the programme with the number that it was compared with. */
export const checkEligibility = (of: Applicant, terms: Needed): readonly EligibilityCheck[] => {
  const needed = {
    age: Math.max(adult, terms.minimumAge),
    account_age: terms.accountAgeDays,
    followers: terms.followers,
    views: terms.viewsIn30Days,
  }
  const values = {
    age: of.ages?.years ?? null,
    account_age: of.ages?.accountDays ?? null,
    followers: of.followers,
    views: of.views,
  }
  const { checks } = judgeEligibility(
    {
      ...{ nowMs: of.nowMs, age: values.age, followers: of.followers, qualifiedViews30d: 0 },
      // Views that are not known are fewer than none, so that they pass no check that asks for one.
      views30d: of.views ?? -1,
      accountMadeMs: of.nowMs - (of.ages?.accountDays ?? 0) * dayMs,
      ...{ strikes: 0, country: null, identityLevel: 0, refusedMs: null },
    },
    {
      ...{ ...defaultJoiningTerms, leastAge: needed.age, leastFollowers: needed.followers },
      ...{ leastViews30d: needed.views, leastAccountDays: needed.account_age, leastIdentityLevel: 0 },
    },
  )
  return checks.flatMap(({ id, met }): EligibilityCheck[] => {
    if (id !== 'age' && id !== 'account_age' && id !== 'followers' && id !== 'views') return []
    return [{ id: names[id], passed: met, value: values[id], needed: needed[id] }]
  })
}
