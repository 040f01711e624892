/** What the own profile shows; everybody else sees the videos. */
export const profileTabs = ['videos', 'unfinished', 'saved', 'liked'] as const
export type ProfileTab = (typeof profileTabs)[number]

/** Anything else is the videos. */
export const readTab = (value: unknown): { tab?: ProfileTab } => {
  const tab = profileTabs.find((one) => one === value)
  return tab === undefined || tab === 'videos' ? {} : { tab }
}
