/** What numbers have in common whose module does not exist yet, unless they say otherwise. */
export const planned = {
  version: 1,
  level: 'primary',
  unit: 'share',
  calendar: 'Ta',
  additivity: 'ratio of sums',
  direction: 'up',
  scopes: ['platform'],
  slices: [],
  verdict: { kind: 'actionable' },
} as const
