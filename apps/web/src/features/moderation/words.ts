import type { ModerationLabel, ReportOutcome, ReportReason, Severity } from '@busker/contract'
import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { reasonWords } from '#shared/reasons'

/** The rule behind each reason, as its author reads it; a moderator begins with it and adds what was seen. */
const rules = (): Record<ReportReason, MessageDescriptor> => ({
  spam: msg`No spam, no fraud: nothing that deceives people to get their money, data or attention.`,
  harassment: msg`No harassment: nobody is insulted, threatened, exposed or hounded.`,
  hate: msg`No hate: nobody is attacked for who they are.`,
  violence: msg`No threats, and no violence shown for its own sake or praised.`,
  nudity: msg`No nudity and no sexual acts.`,
  self_harm: msg`Nothing that shows, praises or teaches how to harm oneself.`,
  child_safety: msg`Nothing that endangers, exploits or sexualises a child.`,
  dangerous_acts: msg`No dangerous acts that others may copy.`,
  misinformation: msg`No false claims that can do serious harm.`,
  impersonation: msg`Nobody pretends to be somebody else.`,
  copyright: msg`Nothing that belongs to others, without their permission.`,
  illegal_goods: msg`Nothing is sold or offered that is against the law.`,
  other: msg`The rules of this instance, as its operator has published them.`,
})
export const ruleText = (reason: ReportReason): MessageDescriptor => rules()[reason]

export const reasonWord = (reason: ReportReason): MessageDescriptor =>
  reasonWords().find(([code]) => code === reason)?.[1] ?? msg`Something else`

export const severityWords = (): Record<Severity, MessageDescriptor> => ({
  critical: msg`Critical`,
  high: msg`High`,
  normal: msg`Normal`,
})

export const labelWords = (): Record<ModerationLabel, MessageDescriptor> => ({
  sensitive: msg`Sensitive`,
  ai_generated: msg`Made with AI`,
  misleading: msg`Misleading`,
  advertising: msg`Advertising`,
})

export const outcomeWords = (): Record<ReportOutcome, MessageDescriptor> => ({
  waiting: msg`Waiting for a decision`,
  acted: msg`Something was done about it`,
  no_violation: msg`No rule was broken`,
  taken_back: msg`Something was done, and taken back after another look`,
  closed: msg`Closed`,
})

export const kindWords = (): Record<'post' | 'comment' | 'person', MessageDescriptor> => ({
  post: msg`Video`,
  comment: msg`Comment`,
  person: msg`Person`,
})
