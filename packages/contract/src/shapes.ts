import { z } from 'zod'

export const personId = z.uuid().brand<'PersonId'>()
export const postId = z.uuid().brand<'PostId'>()
export const assetId = z.uuid().brand<'AssetId'>()
export const organisationId = z.uuid().brand<'OrganisationId'>()
export const clientId = z.uuid().brand<'ClientId'>()
export const importId = z.uuid().brand<'ImportId'>()
export const linkId = z.uuid().brand<'LinkId'>()
export const soundId = z.uuid().brand<'SoundId'>()
export const commentId = z.uuid().brand<'CommentId'>()
export type PersonId = z.infer<typeof personId>
export type PostId = z.infer<typeof postId>
export type AssetId = z.infer<typeof assetId>
export type OrganisationId = z.infer<typeof organisationId>
export type ClientId = z.infer<typeof clientId>
export type ImportId = z.infer<typeof importId>
export type LinkId = z.infer<typeof linkId>
export type SoundId = z.infer<typeof soundId>
export type CommentId = z.infer<typeof commentId>

/** Lower-case letters, digits, dot and underscore; 3 to 24 characters; starts with a letter. */
export const handle = z
  .string()
  .regex(/^[a-z][a-z0-9_.]{2,23}$/, 'Use 3 to 24 of a-z, 0-9, dot and underscore; start with a letter.')
export const isoTime = z.iso.datetime({ offset: true })
export const isoDate = z.iso.date()
export const cursor = z.string().max(512)
export const emptyResponse = z.object({})
