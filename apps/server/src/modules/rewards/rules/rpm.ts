/** What a thousand views bring, in 10⁻⁶, rounded down, as text; null: there were none. */
export const rpmOf = (amountMicro: bigint, views: number): string | null =>
  views === 0 ? null : String((amountMicro * 1000n) / BigInt(views))
