import * as contract from '@busker/contract'
import { personId } from '@busker/contract'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { AppError } from '#platform/errors'
import { limitOf, personIdOf, route } from '#platform/http'
import { receivePicture } from '#platform/pictures'
import type { IdentityDeps } from './deps.ts'
import { changePicture, editProfile, readPicture } from './profile.ts'

const schema = { hide: true }
const picturesPerMinute = 12
const ofPicture = z.object({ personId, name: z.string().max(80) })
const forEver = 'public, max-age=31536000, immutable'

const personOf = (request: FastifyRequest) => {
  const asked = personIdOf(request)
  if (asked === null) throw new AppError('not_signed_in')
  return asked
}

/** What a person shows of themselves. */
export const serveOwnProfile = (app: FastifyInstance, deps: IdentityDeps): void => {
  route(app, contract.editProfile, async ({ viewer, body }) => ({
    me: await editProfile(deps, viewer.personId, body),
  }))
  route(app, contract.removePicture, async ({ viewer }) => ({
    me: await changePicture(deps, viewer.personId, null),
  }))
  app.register(async (scope) => {
    // The body is a stream for us, whatever it says it is.
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', (_request, _payload, done) => done(null))
    const bodyLimit = contract.pictureMaximumBytes
    const put = { schema, bodyLimit, config: { rateLimit: limitOf(picturesPerMinute) } }
    scope.put(contract.ownPicturePath, put, async (request, reply) => {
      const asked = personOf(request)
      // Whoever is refused early has not sent all bytes: the connection cannot be used for another request.
      reply.header('connection', 'close')
      return { me: await changePicture(deps, asked, await receivePicture(request.raw, bodyLimit)) }
    })
  })
  const config = { servesFiles: true }
  app.get(contract.picturePath, { schema, config }, async (request, reply) => {
    const asked = ofPicture.safeParse(request.params)
    if (!asked.success) throw new AppError('not_found')
    const bytes = await readPicture(deps, asked.data)
    return reply.type('image/webp').header('cache-control', forEver).send(bytes)
  })
}
