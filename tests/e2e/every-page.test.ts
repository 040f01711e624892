import type { createClient, createOrganisation, getPost, ResponseOf, sharePost } from '@busker/contract'
import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, inject, test } from 'vitest'
import { arriveWithAccount } from './stage/account-pages.ts'
import { faultsInBothThemes, faultsOfLayout, settled } from './stage/axe.ts'
import { assetIdOf, publish } from './stage/backstage.ts'
import { shortClips } from './stage/clips.ts'
import { everyPage, longestHandle, untilThere, type House } from './stage/every-page.ts'
import { walkByKeyboard } from './stage/keyboard-walk.ts'
import { openTheatre } from './stage/theatre.ts'
import { desktop, phone, type Visitor } from './stage/visitor.ts'

const canPlay = inject('canPlay')
const theatre = openTheatre(canPlay)

const ask = async <T>(visitor: Visitor, method: string, path: string, data?: object): Promise<T> => {
  const answer = await visitor.context.request.fetch(path, { method, ...(data && { data }) })
  expect(answer.status(), path).toBeLessThan(300)
  return (await answer.json()) as T
}

/** A video with a sound, captions and a shared address, and a client of an agency: each page has something to show. */
const furnish = async (creator: Visitor): Promise<House> => {
  const [clip] = await shortClips()
  if (clip === undefined) throw new TypeError('there is a short clip')
  const postId = await publish(creator, clip, 'A flower opens #nature')
  const vtt = 'WEBVTT\n\n00:00.000 --> 00:02.000\nA flower\n'
  const assetId = await assetIdOf(creator, clip.name)
  await ask(creator, 'PUT', `/v1/assets/${assetId}/captions/en`, { label: 'English', vtt })
  const { post } = await ask<ResponseOf<typeof getPost>>(creator, 'GET', `/v1/posts/${postId}`)
  if (post.state !== 'published' || post.sound === null) throw new TypeError('it is out, and heard')
  const { token } = await ask<ResponseOf<typeof sharePost>>(creator, 'POST', `/v1/posts/${postId}/share`)
  const { organisation } = await ask<ResponseOf<typeof createOrganisation>>(
    creator,
    'POST',
    '/v1/organisations',
    { name: 'Pond Agency' },
  )
  const { client } = await ask<ResponseOf<typeof createClient>>(creator, 'POST', '/v1/clients', {
    ...{ organisationId: organisation.organisationId, name: 'Example Beauty' },
    ...{ currency: 'USD', region: 'US', timeZone: 'America/New_York' },
  })
  return { postId, soundId: post.sound.soundId, shareToken: token, clientId: client.clientId }
}

/** Where a page is wider than its window: on a desktop as it is, on a phone read from the right and from the left. */
const widerThanWindow = async (page: Page): Promise<string[]> => {
  const found: string[] = []
  for (const [{ viewport }, direction] of [
    [desktop, 'ltr'],
    [phone, 'rtl'],
    [phone, 'ltr'],
  ] as const) {
    await page.setViewportSize(viewport)
    await page.evaluate((dir) => void (document.documentElement.dir = dir), direction)
    // What slides to its new place has arrived.
    await settled(page)
    const isWider = await page.evaluate(() => {
      const { scrollWidth, clientWidth } = document.documentElement
      return scrollWidth > clientWidth
    })
    if (isWider) found.push(`(${direction}, ${viewport.width} px)`)
  }
  return found
}

describe.skipIf(!canPlay)('every page', () => {
  const stage: { house?: House; guest?: Visitor; person?: Visitor } = {}
  beforeAll(async () => {
    const person = await theatre.enter({ viewport: phone.viewport, bypassCSP: true })
    // The first account of an instance is its operator: no page is closed to it.
    await arriveWithAccount(person, longestHandle)
    await ask(person, 'PATCH', '/v1/me/profile', {
      displayName: 'Maximiliane'.padEnd(50, ' von und zu der Bühne'),
    })
    stage.house = await furnish(person)
    stage.person = person
    stage.guest = await theatre.enter({ viewport: phone.viewport, bypassCSP: true })
  })

  test('has no serious fault for axe on a phone and on a desktop, can be used by keyboard alone, and fits its window read either way', async () => {
    const { house, guest, person } = stage
    if (!house || !guest || !person) throw new TypeError('the house was furnished')
    const faults: string[] = []
    let reached = 0
    for (const [route, visit] of Object.entries(everyPage)) {
      if ('elsewhere' in visit) continue
      const visitor = visit.as === 'guest' ? guest : person
      const { page } = visitor
      await visitor.go(visit.path?.(house) ?? route)
      await untilThere(page, visit.ready)
      faults.push(...(await faultsInBothThemes(page)))
      // Loaded once: the layout follows the window.
      await page.setViewportSize(desktop.viewport)
      faults.push(...(await faultsOfLayout(page)))
      const walk = await walkByKeyboard(page)
      const wide = await widerThanWindow(page)
      reached += walk.reached
      faults.push(...walk.unreached.map((name) => `${route}: Tab never reaches ${name}`))
      faults.push(...wide.map((place) => `${route}: wider than the window ${place}`))
      faults.push(...walk.unmarked.map((name) => `${route}: nothing shows that ${name} has the focus`))
    }
    expect(faults).toEqual([])
    expect(reached).toBeGreaterThan(Object.keys(everyPage).length)
  })

  test('the walk finds what cannot be reached, and what does not show that it is', async () => {
    const { page, go } = await theatre.enter()
    await go('/sign-in')
    await page.getByLabel('Handle').waitFor()
    await page.evaluate(() => {
      const add = (text: string): HTMLButtonElement => {
        const button = document.createElement('button')
        button.textContent = text
        document.querySelector('main')?.append(button)
        return button
      }
      add('Unmarked').style.cssText = 'outline: none !important; box-shadow: none !important'
      add('Trap').addEventListener('keydown', (event) => event.preventDefault())
      add('Behind the trap')
    })
    const { unreached, unmarked } = await walkByKeyboard(page)
    expect(unmarked).toEqual(['button "Unmarked"'])
    expect(unreached).toContain('button "Behind the trap"')
  })
})
