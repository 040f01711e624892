// All the script that an embedded video has: playing and pausing, with the mouse, a finger or the keyboard.
const video = document.querySelector('video')
const button = document.querySelector('button')

const toggle = () => {
  // A browser may refuse to play; the button then simply stays.
  if (video.paused) video.play().catch(() => undefined)
  else video.pause()
}
const show = () => {
  document.body.classList.toggle('playing', !video.paused)
  button.setAttribute('aria-label', video.paused ? 'Play' : 'Pause')
}

button.addEventListener('click', toggle)
video.addEventListener('click', toggle)
video.addEventListener('play', show)
video.addEventListener('pause', show)
