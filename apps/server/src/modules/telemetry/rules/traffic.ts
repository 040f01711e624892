/**
 * What a fact is worth. It is recorded and never deleted: X1 leaves out `self` and `bot`, the money grade X2 takes only
 * `ok` (metrics 1.1).
 */
export type Traffic = 'ok' | 'self' | 'bot' | 'improbable'

/** The first that applies: a bot that watches its own post is its author's doing, not an audience. */
export const trafficOf = (found: { isSelf: boolean; isBot: boolean; isImprobable?: boolean }): Traffic => {
  if (found.isSelf) return 'self'
  if (found.isBot) return 'bot'
  return found.isImprobable === true ? 'improbable' : 'ok'
}
