/** Heard by the view reporter: what lies between the two was not watched. */
export const leaveEvent = 'busker:leave-position'
export const arriveEvent = 'busker:arrive-position'

/** Does something that moves the position, and tells the reporter that the way there was not watched. */
export const moving = (video: HTMLVideoElement, move: () => void): void => {
  video.dispatchEvent(new Event(leaveEvent))
  move()
  video.dispatchEvent(new Event(arriveEvent))
}

/** Moves a video to another position. */
export const seekTo = (video: HTMLVideoElement, seconds: number): void =>
  moving(video, () => {
    video.currentTime = seconds
  })
