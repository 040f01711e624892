import * as contract from '@busker/contract'
import type { FastifyInstance } from 'fastify'
import { route } from '#platform/http'
import type { ControlDeps } from './controls.ts'
import { explainSlot } from './explain.ts'
import { getExploration } from './exploration.ts'
import { addMute, listMutes, removeMute } from './mutes.ts'
import { createParameters } from './parameters.ts'
import { changeSettings, getSettings } from './settings.ts'
import { exportTaste, importTaste } from './taste-profile.ts'
import { forgetInterest, getTaste, resetTaste } from './taste.ts'
import { listTopics } from './topics.ts'

const serveControls = (app: FastifyInstance, deps: ControlDeps): void => {
  route(app, contract.getFeedSettings, ({ viewer }) => getSettings(deps, viewer.personId))
  route(app, contract.changeFeedSettings, ({ body, viewer }) => changeSettings(deps, viewer.personId, body))
  route(app, contract.listMutes, async ({ viewer }) => ({ mutes: await listMutes(deps, viewer.personId) }))
  route(app, contract.addMute, async ({ params, query, viewer }) => ({
    mutes: await addMute(deps, viewer.personId, { ...params, ...query }),
  }))
  route(app, contract.removeMute, async ({ params, viewer }) => ({
    mutes: await removeMute(deps, viewer.personId, params),
  }))
  route(app, contract.listTopics, async () => ({ topics: await listTopics(deps) }))
}

const serveTaste = (app: FastifyInstance, deps: ControlDeps): void => {
  route(app, contract.getTaste, ({ viewer }) => getTaste(deps, viewer))
  route(app, contract.forgetInterest, async ({ params, viewer }) => {
    await forgetInterest(deps, viewer, params)
    return {}
  })
  route(app, contract.resetTaste, async ({ body, viewer }) => ({
    forgotten: await resetTaste(deps, viewer, body.what),
  }))
  route(app, contract.exportTaste, ({ viewer }) => exportTaste(deps, viewer.personId))
  route(app, contract.importTaste, ({ body, viewer }) => importTaste(deps, viewer.personId, body))
}

const serveExplanations = (app: FastifyInstance, deps: ControlDeps): void => {
  const parameters = createParameters(deps)
  route(app, contract.explainSlot, ({ params, viewer }) => explainSlot(deps, params.slotId, viewer))
  route(app, contract.getFeedParameters, () => parameters())
  route(app, contract.getExploration, ({ params, viewer }) => getExploration(deps, params.postId, viewer))
}

/** What a viewer says to the feed and what the feed says of itself; the page itself is elsewhere. */
export const feedControlRoutes = (app: FastifyInstance, deps: ControlDeps): void => {
  serveControls(app, deps)
  serveTaste(app, deps)
  serveExplanations(app, deps)
}
