/**
 * Videos that a page has kept for a time without a network (`shared/offline`). They have addresses of their own, so that
 * everything under /v1 goes to the server always, and so that no signature of an address can grow old here.
 */
export const keptFolder = '/kept/'
const cacheName = 'busker-kept'

/** A player asks for pieces, and some play nothing that does not come in pieces. */
const pieceOf = async (stored: Response, range: string): Promise<Response> => {
  const whole = await stored.blob()
  const [, from = '', to = ''] = /^bytes=(\d*)-(\d*)$/.exec(range) ?? []
  const start = from === '' ? Math.max(0, whole.size - Number(to)) : Number(from)
  const end = from === '' || to === '' ? whole.size - 1 : Math.min(Number(to), whole.size - 1)
  if (start > end)
    return new Response(null, { status: 416, headers: { 'content-range': `bytes */${whole.size}` } })
  const headers = {
    'accept-ranges': 'bytes',
    'content-type': stored.headers.get('content-type') ?? '',
    'content-range': `bytes ${start}-${end}/${whole.size}`,
    'content-length': String(end - start + 1),
  }
  return new Response(whole.slice(start, end + 1), { status: 206, headers })
}

export const keptAnswer = async (request: Request): Promise<Response> => {
  const stored = await caches.match(new URL(request.url).pathname, { cacheName })
  if (!stored) return new Response(null, { status: 404 })
  const range = request.headers.get('range')
  return range === null ? stored : pieceOf(stored, range)
}
