import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { EmbedDeps } from './deps.ts'
import { serveEmbed, siteOf } from './http.ts'
import { createPageHeads } from './page-heads.ts'
import { markup } from './rules/html.ts'

export type { EmbedDeps } from './deps.ts'

/** What leaves the instance: players in other pages, previews of our pages, and files. */
export interface Embed {
  /** The title and the markup that the head of a page gets, escaped; null: this page has no preview. */
  headOf(request: FastifyRequest): Promise<{ title: string; markup: string } | null>
  serve(app: FastifyInstance): void
}

/**
 * Wires the module.
 *
 * @example const embed = createEmbed({ db, clock, identity, media, posts, social, instanceName, publicUrl })
 */
export const createEmbed = (deps: EmbedDeps): Embed => {
  const heads = createPageHeads(deps)
  return {
    headOf: async (request) => {
      const [path = ''] = request.url.split('?')
      const head = await heads(path, siteOf(deps, request))
      return head && { title: markup`${head.title}`.text, markup: head.markup.text }
    },
    serve: (app) => serveEmbed(app, deps),
  }
}
