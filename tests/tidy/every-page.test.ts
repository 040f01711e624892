import { expect, test } from 'vitest'
import { everyPage } from '../e2e/stage/every-page.ts'
import { filesBelow, root } from './source-files.ts'
import { join } from 'node:path'

const routes = filesBelow(join(root, 'apps/web/src/routes')).flatMap(({ text }) =>
  [...text.matchAll(/(?:path: |\bat\()'(\/[^']*)'/g)].map(([, path]) => path ?? ''),
)
const stories = new Map(filesBelow(join(root, 'tests/e2e')).map(({ path, text }) => [path, text]))

test('every route is judged by axe and walked through by keyboard, or has a story that axe judges', () => {
  expect(routes.length).toBeGreaterThan(50)
  expect(routes.filter((route) => !(route in everyPage))).toEqual([])
  const blind = Object.entries(everyPage).filter(
    ([, visit]) =>
      'elsewhere' in visit && !/faultsIn/.test(stories.get(`tests/e2e/${visit.elsewhere}.test.ts`) ?? ''),
  )
  expect(blind).toEqual([])
})
