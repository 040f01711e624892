import type { AssetId } from '@busker/contract'
import { onCommit, type Tx } from '#platform/postgres'
import { tellOwner } from '../assets.ts'
import type { MediaDeps } from '../deps.ts'
import type { AccessCache } from './asset-access.ts'
import { saveExtras } from '../store/assets.ts'

/**
 * From the commit on the files of the asset are only served to bearers of signed addresses (or to everybody again). Another
 * server may take five seconds to notice; what caches of others took while it was public stays there.
 */
export const setRestricted = async (
  { access, ...deps }: MediaDeps & { readonly access: AccessCache },
  tx: Tx,
  wish: { readonly assetId: AssetId; readonly restricted: boolean },
): Promise<void> => {
  await saveExtras(tx, wish.assetId, { restricted: wish.restricted })
  // Whoever is told of the change asks for the files at once.
  onCommit(tx, () => access.forget(wish.assetId))
  await tellOwner(deps, tx, wish.assetId)
}
