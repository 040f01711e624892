import type { ReportReason, Severity } from '@busker/contract'

interface Gravity {
  readonly severity: Severity
  /** How much one report of it weighs beside one of something else. */
  readonly weight: number
}

/** What can cost a life or harm a child comes before what hurts, and that before what annoys. */
const gravities: Readonly<Record<ReportReason, Gravity>> = {
  child_safety: { severity: 'critical', weight: 100 },
  self_harm: { severity: 'critical', weight: 60 },
  violence: { severity: 'high', weight: 50 },
  dangerous_acts: { severity: 'high', weight: 40 },
  hate: { severity: 'high', weight: 40 },
  harassment: { severity: 'high', weight: 30 },
  nudity: { severity: 'high', weight: 30 },
  illegal_goods: { severity: 'high', weight: 25 },
  impersonation: { severity: 'normal', weight: 20 },
  misinformation: { severity: 'normal', weight: 20 },
  copyright: { severity: 'normal', weight: 15 },
  spam: { severity: 'normal', weight: 8 },
  other: { severity: 'normal', weight: 5 },
}

export const severityOf = (reason: ReportReason): Severity => gravities[reason].severity
export const weightOf = (reason: ReportReason): number => gravities[reason].weight

/** The one that weighs most. */
export const gravest = (first: ReportReason, others: readonly ReportReason[]): ReportReason =>
  others.reduce((worst, reason) => (weightOf(reason) > weightOf(worst) ? reason : worst), first)

const hourMs = 3_600_000
const allowedMs: Readonly<Record<Severity, number>> = {
  critical: hourMs,
  high: 24 * hourMs,
  normal: 72 * hourMs,
}

/** By when somebody has to have decided about something that was reported now. */
export const dueAfter = (reason: ReportReason, now: Date): Date =>
  new Date(now.getTime() + allowedMs[severityOf(reason)])
