/** What of the value file is public. Its version changes whenever one of its numbers does. */
export interface ValueParameters {
  readonly version: string
  /** What is foretold of each video, its weight in the value, and how often it usually comes. */
  readonly outcomes: readonly { readonly outcome: string; readonly weight: number; readonly usual: number }[]
  readonly rules: {
    readonly creatorApart: number
    readonly topicMost: number
    readonly topicWithin: number
    readonly soundMost: number
    readonly soundWithin: number
    readonly freshQuota: number
  }
  readonly exploration: { readonly freshPlaces: number; readonly chance: number }
}

const names = {
  creatorApart: 'videos in which a creator comes once',
  topicMost: 'most videos of a topic in a row of some',
  topicWithin: 'length of that row, for topics',
  soundMost: 'most videos with a sound in a row of some',
  soundWithin: 'length of that row, for sounds',
  freshQuota: 'first viewers that a new video is owed',
  freshPlaces: 'places for new videos',
  chance: 'places given by chance',
} as const satisfies Record<keyof (ValueParameters['rules'] & ValueParameters['exploration']), string>

const numbersOf = ({ outcomes, rules, exploration }: ValueParameters): Map<string, number> =>
  new Map([
    ...outcomes.flatMap(({ outcome, weight, usual }): [string, number][] => [
      [`weight of "${outcome}"`, weight],
      [`usual rate of "${outcome}"`, usual],
    ]),
    ...Object.entries({ ...rules, ...exploration }).map(([key, value]): [string, number] => [
      names[key as keyof typeof names],
      value,
    ]),
  ])

const told = (from: number | undefined, to: number | undefined): string => {
  if (from === undefined) return `new, ${to}`
  return `${from} → ${to ?? 'gone'}`
}

/**
 * What a version of the value file changed, in plain words: every number that came, went or is another one now.
 *
 * @example changeBetween(before, now) // 'weight of "like": 1 → 2'
 */
export const changeBetween = (before: ValueParameters | null, now: ValueParameters): string => {
  if (before === null) return 'The first version.'
  const [old, current] = [numbersOf(before), numbersOf(now)]
  const changed = [...new Set([...old.keys(), ...current.keys()])].flatMap((name) => {
    const [from, to] = [old.get(name), current.get(name)]
    return from === to ? [] : [`${name}: ${told(from, to)}`]
  })
  return changed.length === 0 ? 'No number changed.' : changed.join('; ')
}
