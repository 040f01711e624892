import type { ReactNode } from 'react'

const paths = {
  home: 'M4 20v-8.500L12 5l8 6.500V20M4 20h16M9.500 20v-5a2.500 2.500 0 0 1 5 0v5',
  plus: 'M12 5v14M5 12h14',
  person: 'M12 12a4 4 0 1 0 0-8a4 4 0 0 0 0 8M4.500 20.500c.8-4 3.800-6 7.500-6s6.700 2 7.500 6',
  settings: 'M4 7h9M17 7h3M4 17h3M11 17h9M15 4.500v5M9 14.500v5',
  heart:
    'M12 20S3.500 15 3.500 8.900C3.500 6 5.700 4 8.100 4c1.700 0 3.100 1 3.900 2.500C12.800 5 14.200 4 15.900 4c2.400 0 4.600 2 4.600 4.900C20.500 15 12 20 12 20z',
  share: 'M12 15V4M8 7.500L12 3.500l4 4M5 12.500V18a2 2 0 0 0 2 2h10a2 2 0 0 0 2-2v-5.500',
  why: 'M12 3.500a8.500 8.500 0 1 0 0 17a8.500 8.500 0 0 0 0-17M9.600 9.600c.2-1.500 1.200-2.300 2.500-2.300c1.400 0 2.500.9 2.500 2.300c0 2-2.600 2.100-2.600 4M12 16.600v.1',
  soundOn:
    'M4 9.500v5h3.500L12 18.500v-13L7.500 9.500zM15.500 9a4.200 4.200 0 0 1 0 6M18 6.500a7.800 7.800 0 0 1 0 11',
  soundOff: 'M4 9.500v5h3.500L12 18.500v-13L7.500 9.500zM16 9.500l5 5M21 9.500l-5 5',
  play: 'M8 5.500v13l10.500-6.500z',
  pause: 'M8.500 5.500v13M15.500 5.500v13',
  up: 'M5.500 14.500L12 8l6.500 6.500',
  down: 'M5.500 9.500L12 16l6.500-6.500',
  back: 'M14.500 5.500L8 12l6.500 6.500',
  close: 'M6 6l12 12M18 6L6 18',
  chart: 'M4 4v16h16M8 15c2.500-7 5-7 7-4s3.500 1.500 5-3',
  trash: 'M5 7h14M10 4h4M7 7l.8 13h8.400L17 7M10.500 11v5.500M13.500 11v5.500',
  key: 'M8 15.500a4.200 4.200 0 1 0 0-8.400a4.200 4.200 0 0 0 0 8.400M12.200 11.300H21M18 11.300v3.500M15 11.300v2.500',
  check: 'M5 12.500l4.500 4.500L19 7',
  alert: 'M12 4L2.800 19.500h18.400zM12 10v4M12 16.800v.1',
  clock: 'M12 3.500a8.500 8.500 0 1 0 0 17a8.500 8.500 0 0 0 0-17M12 7.500V12l3 2',
  upload:
    'M12 16V5M7.500 9.500L12 5l4.500 4.500M4.500 15v3.500a1.500 1.500 0 0 0 1.500 1.500h12a1.500 1.500 0 0 0 1.500-1.500V15',
  offline:
    'M3 9.500A13.500 13.500 0 0 1 8.500 6.300M12.500 5.600A13.500 13.500 0 0 1 21 9.500M6.500 13.200a8.500 8.500 0 0 1 4-2.200M15 11.700a8.500 8.500 0 0 1 2.500 1.500M12 18v.1M4 3.500l16 17',
  link: 'M10 14a4 4 0 0 0 5.700 0l3-3A4 4 0 0 0 13 5.300l-1 1M14 10a4 4 0 0 0-5.700 0l-3 3a4 4 0 0 0 5.700 5.700l1-1',
  again: 'M5 12a7 7 0 1 0 2.300-5.200M4.500 4v4h4',
  exit: 'M10 4.500H6A1.500 1.500 0 0 0 4.500 6v12A1.500 1.500 0 0 0 6 19.500h4M15 8l4 4l-4 4M19 12H9.500',
  film: 'M7 3.500h10A1.500 1.500 0 0 1 18.500 5v14a1.500 1.500 0 0 1-1.500 1.500H7A1.500 1.500 0 0 1 5.500 19V5A1.500 1.500 0 0 1 7 3.500M10.500 9.200v5.600l4.500-2.800z',
} as const
export type IconName = keyof typeof paths

/** A line icon. It never speaks: the control around it carries the name. */
export const Icon = (props: {
  name: IconName
  className?: string
  filled?: boolean
  weight?: number
}): ReactNode => (
  <svg
    viewBox="0 0 24 24"
    aria-hidden="true"
    className={props.className ?? 'size-6'}
    fill={props.filled ? 'currentColor' : 'none'}
    stroke="currentColor"
    strokeWidth={props.weight ?? 2}
    strokeLinecap="round"
    strokeLinejoin="round"
  >
    <path d={paths[props.name]} />
  </svg>
)
