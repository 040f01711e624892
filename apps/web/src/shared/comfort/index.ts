import type { KeyValueStorage } from '#shared/storage'

/** How much the app may move and fetch by itself: chosen on this device, and for this device. */
export interface Comfort {
  /** `system`: as the browser says. */
  readonly saveData: 'system' | 'on' | 'off'
  readonly motion: 'system' | 'less'
  readonly autoplay: 'on' | 'off'
}

const keyOf = (name: keyof Comfort): string => `busker.comfort.${name}`

/** The first value is what holds when nothing, or nonsense, was kept. */
const oneOf = <Value extends string>(stored: string | null, values: readonly [Value, ...Value[]]): Value =>
  values.find((value) => value === stored) ?? values[0]

export const comfortOf = (storage: KeyValueStorage): Comfort => ({
  saveData: oneOf(storage.get(keyOf('saveData')), ['system', 'on', 'off']),
  motion: oneOf(storage.get(keyOf('motion')), ['system', 'less']),
  autoplay: oneOf(storage.get(keyOf('autoplay')), ['on', 'off']),
})

/** The style sheet stills what it moves; `wantsLessMotion` is for what scripts move. */
export const applyMotion = ({ motion }: Pick<Comfort, 'motion'>): void => {
  if (motion === 'less') document.documentElement.dataset['motion'] = 'less'
  else delete document.documentElement.dataset['motion']
}

export const chooseComfort = (storage: KeyValueStorage, change: Partial<Comfort>): void => {
  for (const [name, value] of Object.entries(change)) storage.set(`busker.comfort.${name}`, value)
  applyMotion(comfortOf(storage))
}

/** By the choice in the settings, or by the system. */
export const wantsLessMotion = (): boolean =>
  document.documentElement.dataset['motion'] === 'less' ||
  matchMedia('(prefers-reduced-motion: reduce)').matches

/** Whether data is saved; `hint` is what the browser says of it. */
export const savesData = ({ saveData }: Pick<Comfort, 'saveData'>, hint: boolean): boolean =>
  saveData === 'system' ? hint : saveData === 'on'

/**
 * Which video may load what, beside the one that is on: who saves data gets at most the next one, and who starts videos
 * by hand gets nothing before.
 */
export const mayLoadAhead = (
  { place, current }: { readonly place: number; readonly current: number },
  { saving, autoplay }: { readonly saving: boolean; readonly autoplay: boolean },
): boolean => autoplay && (!saving || place === current + 1)
