/** What is known of a pair within the time that is looked at. */
export interface Pair {
  readonly sharesDevice: boolean
  readonly sharesAddress: boolean
  /** Coins that the payer gave this creator, and all that they gave. */
  readonly coins: bigint
  readonly givenCoins: bigint
}

/** Families share devices and addresses, too: what tells them from one person is that they give others as well, or little. */
const leastCoins = 1_000n
const leastShare = 80n

/** Reasons to believe that the payer and the creator are one person. An address alone is never one. */
export const reasonsOf = ({ sharesDevice, sharesAddress, coins, givenCoins }: Pair) => {
  if (!sharesDevice || coins < leastCoins || coins * 100n < givenCoins * leastShare) return []
  return sharesAddress ? (['same_device', 'same_address'] as const) : (['same_device'] as const)
}
