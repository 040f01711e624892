import { z } from 'zod'

const count = z.int().min(0)
/** ISO 3166 codes, two letters. */
const countries = z.array(z.string().regex(/^[A-Z]{2}$/))

/** Who may join the programme. An operator sets them; null asks nothing. */
export const joiningTermsSchema = z.strictObject({
  version: z.int().min(1),
  leastAge: count,
  leastFollowers: count,
  leastQualifiedViews30d: count,
  leastViews30d: count,
  leastAccountDays: count,
  mostStrikes: count,
  /** Null: any. */
  countries: countries.nullable(),
  /** How surely it must be known who somebody is: 0 an address, 1 a name, 2 documents. */
  leastIdentityLevel: z.int().min(0).max(2),
  /** After a refusal. */
  applyAgainAfterDays: count,
})
export type JoiningTerms = z.infer<typeof joiningTermsSchema>

/** Version 1: of age, 10,000 followers, 100,000 views in 30 days, no strike, again after 30 days. */
export const defaultJoiningTerms: JoiningTerms = {
  ...{ version: 1, leastAge: 18, leastFollowers: 10_000, leastQualifiedViews30d: 0, leastViews30d: 100_000 },
  ...{
    leastAccountDays: 30,
    mostStrikes: 0,
    countries: null,
    leastIdentityLevel: 1,
    applyAgainAfterDays: 30,
  },
}

/** What is known of an applicant at a moment. */
export interface ApplicantFacts {
  readonly nowMs: number
  /** Null: nobody told. */
  readonly age: number | null
  readonly followers: number
  readonly qualifiedViews30d: number
  readonly views30d: number
  readonly accountMadeMs: number
  readonly strikes: number
  readonly country: string | null
  readonly identityLevel: number
  readonly refusedMs: number | null
}

/** One condition beside what is the case; both as people read them, numbers as numbers. */
export interface EligibilityCheck {
  readonly id:
    | 'age'
    | 'followers'
    | 'qualified_views'
    | 'views'
    | 'account_age'
    | 'strikes'
    | 'country'
    | 'identity'
    | 'apply_again'
  readonly needed: number | readonly string[] | null
  readonly actual: number | string | null
  readonly met: boolean
}

/** All conditions with their live numbers, and when one may apply (again). */
export interface Eligibility {
  readonly isEligible: boolean
  readonly checks: readonly EligibilityCheck[]
  /** Null: at once. */
  readonly applyFromMs: number | null
}

const dayMs = 86_400_000

const atLeast = (id: EligibilityCheck['id'], actual: number | null, needed: number): EligibilityCheck => ({
  id,
  needed,
  actual,
  met: needed === 0 || (actual !== null && actual >= needed),
})

/**
 * Every condition of joining, met or not, so that an applicant sees what is missing and by how much. A fact that nobody
 * told meets only a condition that asks nothing.
 */
export const judgeEligibility = (facts: ApplicantFacts, terms: JoiningTerms): Eligibility => {
  const accountDays = Math.floor((facts.nowMs - facts.accountMadeMs) / dayMs)
  const waitsUntilMs = facts.refusedMs === null ? null : facts.refusedMs + terms.applyAgainAfterDays * dayMs
  const applyFromMs = waitsUntilMs === null || waitsUntilMs <= facts.nowMs ? null : waitsUntilMs
  const daysSinceRefusal =
    facts.refusedMs === null ? null : Math.floor((facts.nowMs - facts.refusedMs) / dayMs)
  const { countries: allowed } = terms
  const isAllowed = allowed === null || (facts.country !== null && allowed.includes(facts.country))
  const checks: EligibilityCheck[] = [
    atLeast('age', facts.age, terms.leastAge),
    atLeast('followers', facts.followers, terms.leastFollowers),
    atLeast('qualified_views', facts.qualifiedViews30d, terms.leastQualifiedViews30d),
    atLeast('views', facts.views30d, terms.leastViews30d),
    atLeast('account_age', accountDays, terms.leastAccountDays),
    {
      ...({ id: 'strikes', needed: terms.mostStrikes, actual: facts.strikes } as const),
      met: facts.strikes <= terms.mostStrikes,
    },
    { id: 'country', needed: allowed, actual: facts.country, met: isAllowed },
    atLeast('identity', facts.identityLevel, terms.leastIdentityLevel),
    {
      ...({ id: 'apply_again', needed: terms.applyAgainAfterDays, actual: daysSinceRefusal } as const),
      met: applyFromMs === null,
    },
  ]
  return { isEligible: checks.every(({ met }) => met), checks, applyFromMs }
}
