export { CaptionEditor } from './components/caption-editor.tsx'
export { FoldedOptions, OptionFields } from './components/option-fields.tsx'
