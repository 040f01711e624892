import { expect, test } from 'vitest'
import { embedCode } from './embed-code.ts'

test('markup for another page has the shape of the video, and a name cannot leave its place', () => {
  const post = { postId: 'id', name: '"><script>&', playback: { width: 720, height: 1280 } }
  expect(embedCode(post, 'https://busker.example')).toBe(
    '<iframe src="https://busker.example/embed/id" width="325" height="578" ' +
      'title="&quot;&gt;&lt;script&gt;&amp;" style="border:0" allow="fullscreen" loading="lazy"></iframe>',
  )
  const wide = { ...post, playback: { width: 4000, height: 100 } }
  expect(embedCode(wide, 'https://busker.example')).toContain('height="200"')
})
