/** The creator fund: which views are paid, how a pool is shared, and statements that creators recompute themselves. */
export { closePeriod, type PeriodToClose } from './rules/close-period.ts'
export type { Account, ClosedPeriod } from './rules/closed-period.ts'
export {
  defaultJoiningTerms,
  judgeEligibility,
  type ApplicantFacts,
  type Eligibility,
  type EligibilityCheck,
  type JoiningTerms,
} from './rules/eligibility.ts'
export {
  judgeView,
  rejectReasons,
  type RejectReason,
  type Verdict,
  type ViewToJudge,
} from './rules/judge-view.ts'
export type { Ratio } from './rules/pool.ts'
export { statementOf, statementText, type Statement } from './rules/statement.ts'
export type { StatementLine } from './rules/statement-lines.ts'
export { defaultTerms, type FundTerms } from './rules/terms.ts'
export { verifyStatement, type StatementCheck, type Verification } from './rules/verify-statement.ts'
export type { FundCreator, FundVideo, FundView, Stretch, VideoDayActions } from './rules/view-facts.ts'
export { createRewards, type Rewards } from './create-rewards.ts'
export type { PayoutPort, RewardNumbers, RewardsDeps } from './deps.ts'
export { payoutPurpose } from './payout-steps.ts'
