export { PostTiles } from './post-tiles.tsx'
