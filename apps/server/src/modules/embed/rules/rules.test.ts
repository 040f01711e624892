import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { attachment, fileNameOf } from './file-name.ts'
import { markup } from './html.ts'
import { pageAt, pageOfAddress } from './own-address.ts'
import { playerSize } from './player-size.ts'

test('whatever is put into markup stays text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(markup`<p title="${text}">`.text.slice(10, -2)).not.toMatch(/[<>"']/)
    }),
  )
  const part = markup`<b>${'<i>'}</b>`
  expect(markup`<p>${part} & ${[part, part]} ${3}</p>`.text).toBe(
    '<p><b>&lt;i&gt;</b> & <b>&lt;i&gt;</b>\n<b>&lt;i&gt;</b> 3</p>',
  )
})

test('a player is never larger than asked for and keeps the shape of its video while it can', () => {
  const side = fc.integer({ min: 16, max: 4000 })
  const limit = fc.option(fc.integer({ min: 1, max: 3000 }), { nil: undefined })
  fc.assert(
    fc.property(side, side, limit, limit, (width, height, maxwidth, maxheight) => {
      const size = playerSize({ width, height }, { maxwidth, maxheight })
      expect(size.width).toBeLessThanOrEqual(maxwidth ?? Infinity)
      expect(size.height).toBeLessThanOrEqual(maxheight ?? Infinity)
      expect(Math.min(size.width, size.height)).toBeGreaterThan(0)
    }),
  )
  expect(playerSize({ width: 720, height: 1280 }, {})).toEqual({ width: 405, height: 720 })
  expect(playerSize({ width: 720, height: 1280 }, { maxwidth: 320 })).toEqual({ width: 320, height: 569 })
  expect(playerSize({ width: 720, height: 1280 }, { maxheight: 300 })).toEqual({ width: 200, height: 300 })
  expect(playerSize({ width: 720, height: 1280 }, { maxwidth: 100, maxheight: 100 })).toEqual({
    width: 100,
    height: 100,
  })
  expect(playerSize({ width: 1920, height: 1080 }, { maxwidth: 640 })).toEqual({ width: 640, height: 360 })
})

test('a file name says whose video it is and nothing that a file system or a header would trip over', () => {
  expect(fileNameOf({ handle: 'ana', caption: ' A pond: \n "morning"/../x ' })).toBe(
    'ana - A pond morning..x.mp4',
  )
  expect(fileNameOf({ handle: 'ana', caption: '…\u202E ' })).toBe('ana - ….mp4')
  expect(fileNameOf({ handle: 'ana', caption: ' .. ' })).toBe('ana.mp4')
  expect(attachment('año "x".mp4')).toBe(
    `attachment; filename="a_o _x_.mp4"; filename*=UTF-8''a%C3%B1o%20%22x%22.mp4`,
  )
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (caption) => {
      const name = fileNameOf({ handle: 'ana', caption })
      expect(name).not.toMatch(/[\p{Cc}/\\:*?"<>|]/u)
      expect(attachment(name)).toMatch(/^[\x20-\x7E]+$/)
    }),
  )
})

test('pages of this instance are known by their address, and those of others are not', () => {
  const id = '0190a000-0000-7000-8000-000000000001'
  const origin = 'https://busker.example'
  expect(pageAt(`/p/${id}`)).toEqual({ kind: 'post', postId: id })
  expect(pageAt('/@ana')).toEqual({ kind: 'person', handle: 'ana' })
  expect(pageOfAddress(`${origin}/embed/${id}?x=1#y`, origin)).toEqual({ kind: 'post', postId: id })
  expect(pageOfAddress(`http://busker.example/s/${'x'.repeat(22)}`, origin)?.kind).toBe('share')
  for (const address of [
    `https://other.example/p/${id}`,
    `/p/${id}`,
    'x',
    `javascript://busker.example/p/${id}`,
  ])
    expect(pageOfAddress(address, origin)).toBeNull()
  for (const path of ['/', '/p/', `/p/${id}/x`, '/p/../x', '/@', '/s/short']) expect(pageAt(path)).toBeNull()
})
