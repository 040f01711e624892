import { Readable } from 'node:stream'
import * as contract from '@busker/contract'
import { importId as importIdSchema } from '@busker/contract'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { AppError } from '#platform/errors'
import { personIdOf, route } from '#platform/http'
import { archiveClient, changeClient, createClient, getClient, listClients } from './clients.ts'
import { openClient } from './access.ts'
import type { OutsideDeps } from './deps.ts'
import {
  answerImport,
  createImport,
  discardImport,
  getImport,
  listImports,
  receiveFile,
  undoImport,
  type AskedImport,
} from './imports.ts'
import { forgetMapping, listMappings, mapImport } from './mappings.ts'
import { addClientMember, changeClientMember, listClientMembers, removeClientMember } from './members.ts'
import { listRates, removeRate, setRates } from './rates.ts'
import { listRefusedLines, refusedFile } from './refused-lines.ts'
import { serveReports } from './reports/serve-reports.ts'

const serveClients = (app: FastifyInstance, deps: OutsideDeps): void => {
  route(app, contract.createClient, async ({ viewer, body }) => ({
    client: await createClient(deps, viewer.personId, body),
  }))
  route(app, contract.listClients, ({ viewer }) => listClients(deps, viewer.personId))
  route(app, contract.getClient, async ({ viewer, params }) => ({
    client: await getClient(deps, { ...params, personId: viewer.personId }),
  }))
  route(app, contract.getClientNames, async ({ viewer, params }) => {
    await openClient(deps, deps.db.pool, { ...params, personId: viewer.personId, ability: 'read' })
    return deps.settling.namesOf(params.clientId)
  })
  route(app, contract.changeClient, async ({ viewer, params, body }) => ({
    client: await changeClient(deps, { ...params, personId: viewer.personId }, body),
  }))
  route(app, contract.archiveClient, async ({ viewer, params, body }) => ({
    client: await archiveClient(deps, { ...params, personId: viewer.personId }, body.archived),
  }))
}

const serveMembers = (app: FastifyInstance, deps: OutsideDeps): void => {
  route(app, contract.listClientMembers, async ({ viewer, params }) => ({
    members: await listClientMembers(deps, { ...params, personId: viewer.personId }),
  }))
  route(app, contract.addClientMember, async ({ viewer, params, body }) => ({
    members: await addClientMember(deps, { ...params, personId: viewer.personId }, body),
  }))
  route(app, contract.changeClientMember, async ({ viewer, params, body }) => {
    const { clientId, handle } = params
    const asked = { clientId, personId: viewer.personId }
    return { members: await changeClientMember(deps, asked, { handle, ...body }) }
  })
  route(app, contract.removeClientMember, async ({ viewer, params }) => {
    const { clientId, handle } = params
    await removeClientMember(deps, { clientId, personId: viewer.personId }, handle)
    return {}
  })
}

const serveRates = (app: FastifyInstance, deps: OutsideDeps): void => {
  route(app, contract.listRates, async ({ viewer, params }) => ({
    rates: await listRates(deps, { ...params, personId: viewer.personId }),
  }))
  route(app, contract.setRates, async ({ viewer, params, body }) => ({
    rates: await setRates(deps, { ...params, personId: viewer.personId }, body.rates),
  }))
  route(app, contract.removeRate, async ({ viewer, params, query }) => ({
    rates: await removeRate(deps, { ...params, personId: viewer.personId }, query),
  }))
}

const serveImports = (app: FastifyInstance, deps: OutsideDeps): void => {
  route(app, contract.createImport, async ({ viewer, params, body }) => ({
    import: await createImport(deps, { ...params, personId: viewer.personId }, body),
  }))
  route(app, contract.listImports, ({ viewer, params, query }) =>
    listImports(
      deps,
      { ...params, personId: viewer.personId },
      { limit: query.limit, before: query.before ?? null },
    ),
  )
  route(app, contract.getImport, async ({ viewer, params }) => ({
    import: await getImport(deps, { ...params, personId: viewer.personId }),
  }))
  route(app, contract.answerImport, async ({ viewer, params, body }) => ({
    import: await answerImport(deps, { ...params, personId: viewer.personId }, body),
  }))
  route(app, contract.discardImport, async ({ viewer, params }) => ({
    import: await discardImport(deps, { ...params, personId: viewer.personId }),
  }))
  route(app, contract.undoImport, async ({ viewer, params, body }) => ({
    import: await undoImport(deps, { ...params, personId: viewer.personId }, body.undone),
  }))
  route(app, contract.listRefusedLines, ({ viewer, params, query }) =>
    listRefusedLines(deps, { ...params, personId: viewer.personId }, query),
  )
}

const serveMappings = (app: FastifyInstance, deps: OutsideDeps): void => {
  route(app, contract.listImportFormats, async () => ({ formats: [...deps.reader.formats] }))
  route(app, contract.mapImport, async ({ viewer, params, body }) => ({
    import: await mapImport(deps, { ...params, personId: viewer.personId }, body),
  }))
  route(app, contract.listMappings, async ({ viewer, params }) => ({
    mappings: await listMappings(deps, { ...params, personId: viewer.personId }),
  }))
  route(app, contract.forgetMapping, async ({ viewer, params }) => {
    const { clientId, signature } = params
    await forgetMapping(deps, { clientId, personId: viewer.personId }, signature)
    return {}
  })
}

/** Who asks for which import, where the body or the answer is no JSON. */
const askedIn = (request: FastifyRequest): AskedImport => {
  const personId = personIdOf(request)
  if (personId === null) throw new AppError('not_signed_in')
  const { importId } = request.params as { importId?: unknown }
  const parsed = importIdSchema.safeParse(importId)
  if (!parsed.success) throw new AppError('invalid_request', { cause: parsed.error })
  return { personId, importId: parsed.data }
}

const schema = { hide: true }

/** Bytes in and lines out, as files. */
const serveFiles = (app: FastifyInstance, deps: OutsideDeps): void => {
  app.register(async (scope) => {
    // The body is a stream for us, whatever it says it is.
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', (_request, _payload, done) => done(null))
    scope.put(contract.importFilePath, { schema }, async (request, reply) => {
      // Whoever is refused early has not sent all bytes: the connection cannot be used for another request.
      reply.header('connection', 'close')
      return { import: await receiveFile(deps, askedIn(request), request.raw) }
    })
  })
  app.get(contract.refusedFilePath, { schema }, async (request, reply) => {
    const pieces = await refusedFile(deps, askedIn(request))
    return reply
      .type('text/csv; charset=utf-8')
      .header('cache-control', 'no-store')
      .header('content-disposition', 'attachment; filename="refused-lines.csv"')
      .send(Readable.from(pieces))
  })
}

/** All endpoints of this module. */
export const serveOutside = (app: FastifyInstance, deps: OutsideDeps): void => {
  serveClients(app, deps)
  serveMembers(app, deps)
  serveRates(app, deps)
  serveImports(app, deps)
  serveMappings(app, deps)
  serveFiles(app, deps)
  serveReports(app, deps)
}
