/** Whole years between a birth date and a day, both `YYYY-MM-DD`. Born on 29 February: a year older on 1 March. */
export const ageOn = (birthDate: string, day: string): number => {
  const years = Number(day.slice(0, 4)) - Number(birthDate.slice(0, 4))
  return day.slice(5) >= birthDate.slice(5) ? years : years - 1
}

const oldestPossible = 125

/** Old enough for this instance, and a date that a living person can have been born on. */
export const mayJoin = (birthDate: string, today: string, minimumAge: number): boolean => {
  const age = ageOn(birthDate, today)
  return age >= minimumAge && age <= oldestPossible
}
