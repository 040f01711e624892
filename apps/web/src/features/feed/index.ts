export { FeedPage } from './components/feed-page.tsx'
