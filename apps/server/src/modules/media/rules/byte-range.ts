export interface ByteRange {
  readonly start: number
  /** Inclusive. */
  readonly end: number
}

/**
 * Reads one `Range` header (RFC 9110, section 14.1.2). Null: send everything, which is also the answer to several
 * ranges and to units that nobody knows.
 */
export const parseRange = (header: string | undefined, bytes: number): ByteRange | 'unsatisfiable' | null => {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? '')
  if (!match || (match[1] === '' && match[2] === '')) return null
  const [, first = '', last = ''] = match
  if (first === '') {
    const length = Math.min(Number(last), bytes)
    return length === 0 ? 'unsatisfiable' : { start: bytes - length, end: bytes - 1 }
  }
  const start = Number(first)
  const end = last === '' ? bytes - 1 : Math.min(Number(last), bytes - 1)
  if (last !== '' && Number(last) < start) return null
  return start >= bytes ? 'unsatisfiable' : { start, end }
}

/** Whether an `If-None-Match` header names what the caller has (section 13.1.2; a weak comparison). */
export const namesTag = (header: string | undefined, tag: string): boolean =>
  (header ?? '').split(',').some((each) => {
    const one = each.trim()
    return one === '*' || one === tag || one === `W/${tag}`
  })

/** A range counts only while the caller's part is of the same file (section 13.1.5; a strong comparison). */
export const rangeCounts = (ifRange: string | undefined, tag: string): boolean =>
  ifRange === undefined || ifRange.trim() === tag
