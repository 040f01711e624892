import type { MovementKind } from './machines.ts'

type Keyed = MovementKind | 'account'

/**
 * The key under which the provider knows a thing of ours: made of its own id, so that there never is a second one,
 * whatever was answered.
 *
 * @example requestKeyOf('charge', '0190…') // 'busker:charge:0190…'
 */
export const requestKeyOf = (kind: Keyed, id: string): string => `busker:${kind}:${id}`

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** The id in a key of this kind; null when the key is not one of ours. */
export const movementIdIn = (key: string, kind: Keyed): string | null => {
  const prefix = requestKeyOf(kind, '')
  if (!key.startsWith(prefix)) return null
  const id = key.slice(prefix.length)
  return kind === 'account' || uuid.test(id) ? id : null
}
