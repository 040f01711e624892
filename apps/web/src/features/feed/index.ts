export { FeedPage } from './components/feed-page.tsx'
export { chooseAsking, mayAsk } from './rating/memory.ts'
