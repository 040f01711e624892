import type { ButtonHTMLAttributes, ReactNode } from 'react'
import { classes } from './classes.ts'
import type { IconName } from './icon.tsx'
import { Icon } from './icon.tsx'
import { Spinner } from './spinner.tsx'

const looks = {
  primary: 'bg-curtain text-on-curtain hover:bg-curtain-deep',
  limelight: 'bg-limelight text-on-limelight hover:bg-limelight-deep',
  secondary: 'bg-surface text-ink border-[1.5px] border-line hover:border-ink-soft',
  quiet: 'text-ink hover:bg-raised',
  danger: 'bg-alert-soft text-alert hover:brightness-95 border-[1.5px] border-transparent',
} as const
type Look = keyof typeof looks

const shape =
  'inline-flex items-center justify-center gap-2 rounded-full min-h-12 px-6 font-semibold text-sm ' +
  'transition active:scale-[.97] disabled:opacity-50 disabled:pointer-events-none select-none text-center'

/** The look of a button, for links that act like one. */
export const buttonClass = (look: Look = 'primary', extra?: string): string =>
  classes(shape, looks[look], extra)

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly look?: Look
  readonly icon?: IconName
  readonly busy?: boolean
}

export const Button = ({ look, icon, busy, children, className, ...rest }: ButtonProps): ReactNode => (
  <button
    type="button"
    {...rest}
    aria-busy={busy || undefined}
    disabled={rest.disabled || busy}
    className={buttonClass(look, className)}
  >
    {busy ? <Spinner className="size-5" /> : icon && <Icon name={icon} className="size-5" />}
    {children}
  </button>
)

interface IconButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly icon: IconName
  readonly label: string
  readonly filled?: boolean
}

/** A round button of 44 px or more that shows only an icon; `label` is its name. */
export const IconButton = ({ icon, label, filled, className, ...rest }: IconButtonProps): ReactNode => (
  <button
    type="button"
    {...rest}
    aria-label={label}
    title={label}
    className={classes(
      'inline-grid size-11 place-items-center rounded-full transition active:scale-90 disabled:opacity-40',
      className,
    )}
  >
    <Icon name={icon} filled={filled ?? false} />
  </button>
)
