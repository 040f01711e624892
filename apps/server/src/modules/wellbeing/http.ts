import {
  beginFamilyLink,
  dropFamilyCode,
  endFamilyLink,
  extendTime,
  getFamily as getFamilyEndpoint,
  getWatchTime,
  makeFamilyCode,
  readFamilyCode,
  setFamilyRules,
  setTimeLimit,
} from '@busker/contract'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { route } from '#platform/http'
import { beginLink, endLink, getFamily, makeCode, readCode, setRules } from './family.ts'
import { dropCode } from './store/family.ts'
import { extend, getTime, setLimit, type Asked, type WellbeingDeps } from './watch-time.ts'

type AskedBy = (viewer: { personId: Asked['personId'] }, request: FastifyRequest) => Asked

const serveTime = (app: FastifyInstance, deps: WellbeingDeps, askedBy: AskedBy): void => {
  route(app, getWatchTime, async ({ viewer, request }) => ({
    time: await getTime(deps, askedBy(viewer, request)),
  }))
  route(app, setTimeLimit, async ({ viewer, request, body }) => ({
    time: await setLimit(deps, askedBy(viewer, request), body.minutes),
  }))
  route(app, extendTime, async ({ viewer, request, params }) => ({
    time: await extend(deps, askedBy(viewer, request), params.number),
  }))
}

const serveFamily = (app: FastifyInstance, deps: WellbeingDeps, askedBy: AskedBy): void => {
  route(app, getFamilyEndpoint, async ({ viewer }) => ({
    family: await getFamily(deps, deps.db.pool, viewer.personId),
  }))
  route(app, makeFamilyCode, ({ viewer, request }) => makeCode(deps, askedBy(viewer, request)))
  route(app, dropFamilyCode, async ({ viewer }) => {
    await dropCode(deps.db.pool, viewer.personId)
    return {}
  })
  route(app, readFamilyCode, ({ viewer, body }) => readCode(deps, viewer.personId, body.code))
  route(app, beginFamilyLink, async ({ viewer, params, body }) => ({
    family: await beginLink(deps, { parentId: viewer.personId, linkId: params.linkId, code: body.code }),
  }))
  route(app, setFamilyRules, async ({ viewer, params, body }) => ({
    family: await setRules(deps, { parentId: viewer.personId, linkId: params.linkId }, body),
  }))
  route(app, endFamilyLink, async ({ viewer, params }) => ({
    family: await endLink(deps, { personId: viewer.personId, linkId: params.linkId }),
  }))
}

export const serveWellbeing = (app: FastifyInstance, deps: WellbeingDeps): void => {
  const askedBy: AskedBy = (viewer, request) => ({
    personId: viewer.personId,
    timeZone: deps.telemetry.originOf(request.headers).timeZone,
  })
  serveTime(app, deps, askedBy)
  serveFamily(app, deps, askedBy)
}
