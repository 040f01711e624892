/**
 * Every key of the player and of the way around, by the part of the page that answers to it. A part binds all of its keys
 * or none (`useKeys` demands them), and the overview of keys shows this same list: the two cannot drift apart.
 */
export const keyMap = {
  steps: { next: ['ArrowDown', 'j', 'PageDown'], previous: ['ArrowUp', 'k', 'PageUp'] },
  stage: { pause: [' '], mute: ['m'] },
  post: { like: ['l'], comments: ['c'], save: ['s'], follow: ['f'] },
  pages: {
    search: ['/'],
    home: ['g h'],
    discover: ['g d'],
    profile: ['g p'],
    settings: ['g s'],
    keys: ['?'],
  },
} as const satisfies Record<string, Record<string, readonly string[]>>

export type KeyPart = keyof typeof keyMap
export type KeyActions<Part extends KeyPart> = Readonly<Record<keyof (typeof keyMap)[Part], () => void>>
