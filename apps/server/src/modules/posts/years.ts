import type { Viewer } from '#platform/http'
import type { Queryable } from '#platform/postgres'
import type { PostsDeps } from './deps.ts'

export interface AgeDeps extends Pick<PostsDeps, 'clock'> {
  readonly identity: Pick<PostsDeps['identity'], 'agesOn'>
}

/** How old the viewer is today, in whole years; null: nobody knows. */
export const yearsOf = async (
  { clock, identity }: AgeDeps,
  handle: Queryable,
  viewer: Viewer,
): Promise<number | null> => {
  if (viewer.kind !== 'person') return null
  const day = clock.now().toISOString().slice(0, 10)
  return (await identity.agesOn(handle, [viewer.personId], day)).get(viewer.personId)?.years ?? null
}
