const dayMs = 86_400_000

/** How long a link that confirms an address works. */
export const claimMs = dayMs
/** In this time the messages are counted. */
export const claimWindowMs = dayMs
const mostByPerson = 10
const mostToAddress = 5
/** Asked again so soon it is the same click. */
const sameClickMs = 60_000

export interface ClaimAsked {
  readonly byPerson: number
  readonly toAddress: number
  /** Since the same address was last asked for and not confirmed; null: it was not. */
  readonly sinceSameMs: number | null
}

/**
 * What becomes of the wish for a link. To an address that gets many nothing is sent, and the answer is as always:
 * another one would tell that somebody else asked for it too.
 */
export const judgeClaim = (asked: ClaimAsked): 'send' | 'refuse' | 'silent' | 'repeated' => {
  if (asked.sinceSameMs !== null && asked.sinceSameMs < sameClickMs) return 'repeated'
  if (asked.byPerson >= mostByPerson) return 'refuse'
  return asked.toAddress >= mostToAddress ? 'silent' : 'send'
}
