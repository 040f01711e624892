import type { SoundRights } from '@busker/contract'

/** Why a record of rights cannot be as it is; null: it can. */
export const whyNoRights = (
  rights: SoundRights,
  evidence: string,
): { readonly path: string; readonly message: string } | null => {
  if (rights.commercial && rights.licence === 'cc_by_nc')
    return { path: 'rights.commercial', message: 'is what this licence forbids' }
  if (rights.licence === 'contract' && evidence === '')
    return { path: 'evidence', message: 'is needed: name the contract' }
  return null
}

/** A sound, as far as it decides what others may do with it. */
export interface SoundStanding {
  readonly ownerId: string
  readonly commercial: boolean
  readonly takenDownAt: Date | null
}

/** Whether somebody may advertise in a video with this sound: with their own always, even when it was taken down for others. */
export const mayAdvertise = (sound: SoundStanding, authorId: string): boolean =>
  sound.ownerId === authorId || (sound.commercial && sound.takenDownAt === null)
