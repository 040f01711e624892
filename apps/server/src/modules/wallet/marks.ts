import { createHash } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import { anonymousCookie } from '#platform/http'
import type { WalletDeps } from './deps.ts'
import { insertMarks } from './store/screen.ts'

/**
 * Remembers for 30 days from which browser and address somebody used their wallet, so that one person with two accounts is
 * told from two. Only hashes are kept, bound to this instance; nobody is shown them.
 */
export const rememberMarks = (deps: WalletDeps): ((request: FastifyRequest) => Promise<void>) => {
  const seen = new Map<string, number>()
  const hash = (kind: string, value: string): string =>
    createHash('sha256').update(`busker.wallet.${kind}.${deps.instanceName}.${value}`).digest('base64url')
  return async (request) => {
    if (request.viewer.kind !== 'person') return
    const { personId } = request.viewer
    const device = request.cookies[anonymousCookie]
    const key = `${personId} ${device ?? ''} ${request.ip}`
    const nowMs = deps.clock.nowMs()
    // Once an hour is enough, and a row less for every gift.
    if ((seen.get(key) ?? 0) > nowMs - 3_600_000) return
    if (seen.size > 50_000) seen.clear()
    seen.set(key, nowMs)
    await insertMarks(deps.db.pool, personId, {
      marks: [
        ...(device === undefined ? [] : [{ kind: 'device' as const, mark: hash('device', device) }]),
        { kind: 'address', mark: hash('address', request.ip) },
      ],
      at: deps.clock.now(),
    })
  }
}
