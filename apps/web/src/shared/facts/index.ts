/** What the app reports: watching, playback quality, actions. Kept until the server has it. */
export { createActionReporter } from './action-reporter.ts'
export type { ActionReporter } from './action-reporter.ts'
export { createFacts, sendInTime } from './create-facts.ts'
export type { Facts, FactWay } from './create-facts.ts'
export { FactServices, useActionReporter, useSendFacts } from './services.ts'
export { keepReferral, referralToken } from './referral.ts'
