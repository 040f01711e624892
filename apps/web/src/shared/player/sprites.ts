import type { SpriteSheet } from '@busker/contract'

/** Place of a small picture within its sheet, in pixels. */
export interface SpriteTile {
  readonly x: number
  readonly y: number
}

/** The picture that shows this position of the video. */
export const tileAt = (sheet: SpriteSheet, positionMs: number): SpriteTile => {
  const index = Math.min(sheet.count - 1, Math.max(0, Math.floor(positionMs / sheet.intervalMs)))
  return {
    x: (index % sheet.columns) * sheet.tileWidth,
    y: Math.floor(index / sheet.columns) * sheet.tileHeight,
  }
}
