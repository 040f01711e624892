import { memoryEngine } from './memory-engine.ts'
import { describeEngine } from './test-engine-contract.ts'

describeEngine('books in memory', (given) =>
  Promise.resolve({ engine: memoryEngine(given), close: () => Promise.resolve() }),
)
