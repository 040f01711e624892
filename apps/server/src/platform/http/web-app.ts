import { existsSync } from 'node:fs'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'
import { failureBody } from './failures.ts'

const isPage = (method: string, url: string, accept: string | undefined): boolean =>
  (method === 'GET' || method === 'HEAD') && !url.startsWith('/v1/') && (accept ?? '').includes('text/html')

/** Pages that are for whoever was given their address: no search engine keeps them, and no other site learns of them. */
const isUnlisted = (url: string): boolean => url.startsWith('/r/')

/** Serves the built web app: hashed files for ever, the shell always fresh, and the shell for every page address. */
export const serveWebApp = async (app: FastifyInstance, folder: string): Promise<void> => {
  const built = existsSync(join(folder, 'index.html'))
  if (built) {
    await app.register(fastifyStatic, {
      root: folder,
      preCompressed: true,
      cacheControl: false,
      setHeaders: (reply, path) => {
        const immutable = path.includes('/assets/')
        reply.header('cache-control', immutable ? 'public, max-age=31536000, immutable' : 'no-cache')
      },
    })
  }
  app.setNotFoundHandler(async (request, reply) => {
    if (built && isPage(request.method, request.url, request.headers.accept)) {
      if (isUnlisted(request.url))
        reply.header('x-robots-tag', 'noindex, nofollow').header('referrer-policy', 'no-referrer')
      return reply.header('cache-control', 'no-cache').sendFile('index.html')
    }
    return reply.code(404).send(failureBody('not_found', request.id))
  })
}
