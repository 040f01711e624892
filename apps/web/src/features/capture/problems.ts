import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import type { CameraProblem } from './camera.ts'

/** What is wrong with the camera, and the next step. */
export const problemText = (problem: CameraProblem): { title: MessageDescriptor; text: MessageDescriptor } =>
  ({
    denied: {
      title: msg`The camera is not allowed`,
      text: msg`Allow camera and microphone for this page in the settings of your browser, then try again.`,
    },
    missing: {
      title: msg`No camera found`,
      text: msg`Connect a camera and try again, or choose a video that you have already.`,
    },
    busy: {
      title: msg`The camera is busy`,
      text: msg`Another program is using it. Close that program and try again.`,
    },
    insecure: {
      title: msg`Recording needs a secure address`,
      text: msg`Open this instance by its https address. Videos that you have already can be chosen here, too.`,
    },
    unsupported: {
      title: msg`This browser cannot record`,
      text: msg`Record with the camera of your device and choose the video, or use a newer browser.`,
    },
    failed: {
      title: msg`The camera did not start`,
      text: msg`Try again. If it fails once more, choose a video that you have already.`,
    },
  })[problem]
