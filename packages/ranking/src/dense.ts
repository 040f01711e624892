/** Small dense algebra: symmetric matrices of size × size, of which only the lower triangle is read and written. */

/** Adds weight · v vᵀ for the vector that begins at `from`. */
export const addOuter = (
  into: Float64Array,
  { vectors, from, size }: { readonly vectors: Float32Array; readonly from: number; readonly size: number },
  weight: number,
): void => {
  for (let row = 0; row < size; row += 1) {
    const scaled = weight * (vectors[from + row] ?? 0)
    const at = row * size
    for (let column = 0; column <= row; column += 1)
      into[at + column] = (into[at + column] ?? 0) + scaled * (vectors[from + column] ?? 0)
  }
}

/** Adds v vᵀ of four vectors that follow each other: one at a time, most of the time goes into reading the sums. */
const addFourOuters = (
  into: Float64Array,
  { vectors, from, size }: { readonly vectors: Float32Array; readonly from: number; readonly size: number },
): void => {
  const [second, third, fourth] = [from + size, from + 2 * size, from + 3 * size]
  for (let row = 0; row < size; row += 1) {
    const [a, b] = [vectors[from + row] ?? 0, vectors[second + row] ?? 0]
    const [c, d] = [vectors[third + row] ?? 0, vectors[fourth + row] ?? 0]
    const at = row * size
    for (let column = 0; column <= row; column += 1)
      into[at + column] =
        (into[at + column] ?? 0) +
        a * (vectors[from + column] ?? 0) +
        b * (vectors[second + column] ?? 0) +
        c * (vectors[third + column] ?? 0) +
        d * (vectors[fourth + column] ?? 0)
  }
}

/** The sum of v vᵀ over all vectors, whole. */
export const gramOf = (vectors: Float32Array, size: number): Float64Array => {
  const gram = new Float64Array(size * size)
  let from = 0
  for (; from + 4 * size <= vectors.length; from += 4 * size) addFourOuters(gram, { vectors, from, size })
  for (; from < vectors.length; from += size) addOuter(gram, { vectors, from, size }, 1)
  for (let row = 0; row < size; row += 1)
    for (let column = row + 1; column < size; column += 1)
      gram[row * size + column] = gram[column * size + row] ?? 0
  return gram
}

/**
 * Solves A x = b in place: A becomes its Cholesky factor, b the answer. Throws RangeError when A is not positive definite.
 */
export const solve = (a: Float64Array, b: Float64Array, size: number): void => {
  for (let row = 0; row < size; row += 1) {
    const at = row * size
    let left = b[row] ?? 0
    for (let column = 0; column <= row; column += 1) {
      const other = column * size
      let sum = a[at + column] ?? 0
      for (let inner = 0; inner < column; inner += 1) sum -= (a[at + inner] ?? 0) * (a[other + inner] ?? 0)
      if (column < row) {
        const value = sum / (a[other + column] ?? 1)
        a[at + column] = value
        left -= value * (b[column] ?? 0)
      } else {
        if (!(sum > 0)) throw new RangeError('the matrix is not positive definite')
        const diagonal = Math.sqrt(sum)
        a[at + column] = diagonal
        b[row] = left / diagonal
      }
    }
  }
  for (let row = size - 1; row >= 0; row -= 1) {
    const value = (b[row] ?? 0) / (a[row * size + row] ?? 1)
    b[row] = value
    for (let above = 0; above < row; above += 1)
      b[above] = (b[above] ?? 0) - (a[row * size + above] ?? 0) * value
  }
}
