import type { RefObject } from 'react'
import { useEffect, useState } from 'react'
import type { Camera, CameraProblem, Facing } from './camera.ts'
import { countCameras, openCamera, stopCamera } from './camera.ts'

export interface CameraView {
  /** Null while it opens. */
  readonly camera: Camera | null
  readonly problem: CameraProblem | null
  readonly canSwitch: boolean
  readonly retry: () => void
}

/** The camera that looks this way, shown in the element while `on`. It is closed whenever nobody looks. */
export const useCamera = (
  element: RefObject<HTMLVideoElement | null>,
  { facing, on }: { facing: Facing; on: boolean },
): CameraView => {
  const [camera, setCamera] = useState<Camera | null>(null)
  const [problem, setProblem] = useState<CameraProblem | null>(null)
  const [cameras, setCameras] = useState(0)
  const [attempt, setAttempt] = useState(0)
  useEffect(() => {
    if (!on) return
    const state: { open: Camera | null; left: boolean } = { open: null, left: false }
    const begin = async (): Promise<void> => {
      const opened = await openCamera(facing)
      if (typeof opened === 'string') {
        if (!state.left) setProblem(opened)
        return
      }
      // The page was left while the person was still being asked.
      if (state.left) return stopCamera(opened)
      state.open = opened
      setCamera(opened)
      setProblem(null)
      setCameras(await countCameras())
    }
    void begin()
    return () => {
      state.left = true
      if (state.open) stopCamera(state.open)
      setCamera(null)
    }
  }, [facing, on, attempt])
  useEffect(() => {
    if (element.current) element.current.srcObject = camera?.stream ?? null
  }, [camera, element])
  return {
    camera,
    problem,
    canSwitch: cameras > 1,
    retry: () => {
      setProblem(null)
      setAttempt((count) => count + 1)
    },
  }
}
