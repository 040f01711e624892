import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { failureBody } from './failures.ts'

const isPage = (method: string, url: string, accept: string | undefined): boolean =>
  (method === 'GET' || method === 'HEAD') && !url.startsWith('/v1/') && (accept ?? '').includes('text/html')

/** Pages that are for whoever was given their address: no search engine keeps them, and no other site learns of them. */
const isUnlisted = (url: string): boolean => url.startsWith('/r/')

/** What a page says of itself before any script runs: both parts are markup already. */
export interface PageHead {
  readonly title: string
  readonly markup: string
}
export type HeadOf = (request: FastifyRequest) => Promise<PageHead | null>

/** The shell with the head of one page; what it says for all pages gives way. */
const withHead = (shell: string, { title, markup }: PageHead): string =>
  // Functions, because a `$` in what people wrote would mean something in a replacement.
  shell
    .replace(/<meta name="description"[^>]*>/, () => '')
    .replace(/<title>[^<]*<\/title>/, () => `<title>${title}</title>\n${markup}`)

/**
 * Serves the built web app: hashed files for ever, the shell always fresh, and the shell for every page address, with a
 * head of its own where the page has one.
 */
export const serveWebApp = async (
  app: FastifyInstance,
  { folder, headOf }: { readonly folder: string; readonly headOf: HeadOf },
): Promise<void> => {
  const built = existsSync(join(folder, 'index.html'))
  const shell = built ? readFileSync(join(folder, 'index.html'), 'utf8') : ''
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
      const head = await headOf(request)
      void reply.header('cache-control', 'no-cache')
      if (head === null) return reply.sendFile('index.html')
      return reply.type('text/html; charset=utf-8').send(withHead(shell, head))
    }
    return reply.code(404).send(failureBody('not_found', request.id))
  })
}
