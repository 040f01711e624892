/** On a phone the video fills the slide and words lie over it; on a desktop they stand beside the stage. */
export const stageGrid =
  'relative isolate grid size-full overflow-clip bg-stage lg:bg-transparent ' +
  'lg:grid-cols-[auto_minmax(0,1fr)] lg:gap-10 lg:p-6 lg:ps-10 ' +
  'xl:grid-cols-[minmax(0,1fr)_auto_minmax(0,1fr)] xl:ps-6 xl:before:content-[""]'

export const stageFrame =
  'relative size-full overflow-hidden bg-stage text-on-stage ' +
  'lg:aspect-[9/16] lg:h-[calc(100dvh-3rem)] lg:w-auto lg:rounded-xl lg:shadow-stage'
