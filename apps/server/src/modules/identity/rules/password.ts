export const minimumPasswordLength = 10

/**
 * Length is what counts (NIST SP 800-63B, 5.1.1.2: no composition rules); the handle itself and one character repeated
 * are refused because they are tried first.
 */
export const isWeakPassword = (password: string, handle: string): boolean =>
  password.length < minimumPasswordLength ||
  password.toLowerCase().includes(handle.toLowerCase()) ||
  new Set(password).size < 4
