import type { ReactNode } from 'react'
import { classes } from './classes.ts'

// Pairs of the fairground palette with dark letters on light ground (contrast above 7).
const grounds = [
  '#ffb52e',
  '#ff9d86',
  '#8fd9bf',
  '#f4cfa0',
  '#f3b3c2',
  '#b9d48a',
  '#a9cbe8',
  '#e3bdf0',
] as const

const groundOf = (handle: string): string => {
  let sum = 7
  for (const character of handle) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 65_521
  return grounds[sum % grounds.length] ?? grounds[0]
}

/**
 * A person's sign: their picture, or the first letter on a colour of their own. The name stands beside it, so it is
 * hidden from readers.
 */
export const Avatar = (props: {
  handle: string
  name: string
  picture?: string | undefined
  className?: string
}): ReactNode => (
  <span
    aria-hidden="true"
    style={{ backgroundColor: groundOf(props.handle) }}
    className={classes(
      'relative inline-grid shrink-0 place-items-center overflow-hidden rounded-full font-display font-bold text-[#2a0f16] uppercase',
      props.className ?? 'size-11 text-lg',
    )}
  >
    {Array.from(props.name.trim() || props.handle)[0]}
    {props.picture !== undefined && (
      <img
        src={props.picture}
        alt=""
        loading="lazy"
        className="absolute inset-0 size-full object-cover"
        // A picture that is gone leaves the letter.
        onError={({ currentTarget }) => (currentTarget.hidden = true)}
      />
    )}
  </span>
)
