import type { QuietHours } from '@busker/contract'
import { isQuiet, localMinute } from './quiet.ts'

const minuteMs = 60_000
const dayMinutes = 1440
/** Six in the evening on the wall: school and work are over, and no night that somebody has to have has begun. */
const digestMinute = 18 * 60

/** The first moment from then on that is not quiet; who is quiet for the whole day is not waited for longer than that. */
export const notQuietFrom = (at: Date, quiet: QuietHours | null, timeZone: string): Date => {
  if (!isQuiet(quiet, at, timeZone)) return at
  // Minute by minute, because in some nights the clock on the wall jumps.
  const startMs = Math.floor(at.getTime() / minuteMs) * minuteMs
  for (let minutes = 1; minutes <= dayMinutes + 60; minutes += 1) {
    const later = new Date(startMs + minutes * minuteMs)
    if (!isQuiet(quiet, later, timeZone)) return later
  }
  return new Date(startMs + dayMinutes * minuteMs)
}

/** When the next digest leaves: the next time that it is evening there, at least an hour from now, and not in the night. */
export const nextDigest = (now: Date, quiet: QuietHours | null, timeZone: string): Date => {
  const minutes = (digestMinute - localMinute(now, timeZone) + dayMinutes) % dayMinutes
  const wait = minutes < 60 ? minutes + dayMinutes : minutes
  return notQuietFrom(new Date(now.getTime() + wait * minuteMs), quiet, timeZone)
}
