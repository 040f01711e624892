export { ChosenFrame } from './chosen-frame.tsx'
