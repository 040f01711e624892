import { StartError } from '#platform/errors'

/** The text of an option without which nothing can be judged. */
export const given = <Name extends string>(
  values: Readonly<Partial<Record<Name, string>>>,
  name: Name,
): string => {
  const value = values[name]
  if (value === undefined) throw new StartError(`--${name} is missing. Run "busker help" for the commands.`)
  return value
}
