/** Resolves with the work or after a time, whichever is first. A failure of the work is its own affair. */
export const withinMs = async (longestMs: number, work: Promise<unknown>): Promise<void> => {
  const late = Promise.withResolvers<void>()
  const timer = setTimeout(late.resolve, longestMs)
  await Promise.race([work.catch(() => undefined), late.promise])
  clearTimeout(timer)
}
