/** The right of one window to send one upload: two of them would get into each other's way. */
export interface WindowLock {
  /** Whether another window has it; then `held` waits until that window is gone. */
  readonly isElsewhere: boolean
  readonly held: Promise<void>
  release(): void
}

const lockName = (key: string): string => `busker-upload-${key}`

/** Takes the right at once or waits for it. Browsers without locks give it to everybody. */
export const takeWindowLock = async (key: string): Promise<WindowLock> => {
  const held = Promise.withResolvers<void>()
  const ended = Promise.withResolvers<void>()
  const release = (): void => ended.resolve()
  if (!('locks' in navigator)) return { isElsewhere: false, held: Promise.resolve(), release }
  const tried = Promise.withResolvers<boolean>()
  const hold = async (): Promise<void> => {
    held.resolve()
    await ended.promise
  }
  void navigator.locks.request(lockName(key), { ifAvailable: true }, (lock) => {
    tried.resolve(lock !== null)
    return lock === null ? undefined : hold()
  })
  const isHere = await tried.promise
  if (!isHere) void navigator.locks.request(lockName(key), hold)
  return { isElsewhere: !isHere, held: held.promise, release }
}
