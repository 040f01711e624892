/** How many failed sign-ins are allowed in the window, for one handle and for one address. */
export const throttleWindowMs = 15 * 60_000
const failuresPerHandle = 10
const failuresPerAddress = 60
/** Sign-ups leave attempts too; a household shares an address. */
const signUpsPerAddress = 30

export const mayTrySignIn = (failures: { handle: number; address: number }): boolean =>
  failures.handle < failuresPerHandle && failures.address < failuresPerAddress

export const mayTrySignUp = (signUps: number): boolean => signUps < signUpsPerAddress
