// The levels of ARCHITECTURE.md, as rules. `npm run check` runs this file through scripts/check.mjs, which
// also counts the modules: with a parser that cannot read TypeScript the tool would pass over nothing.

/** A module may import the faces of modules on a lower level only. */
const levels = [
  ['identity', 'media', 'ledger', 'telemetry', 'experiments'],
  ['posts', 'social', 'moderation', 'reference', 'payments'],
  [
    'outside',
    'feed',
    'wellbeing',
    'inbox',
    'studio',
    'wallet',
    'rewards',
    'ads',
    'deals',
    'shop',
    'live',
    'search',
    'embed',
  ],
  ['measure', 'privacy', 'admin'],
]

const server = '^apps/server/src'
/** Tests and what only tests use: src/testing, and test-….ts beside the tests of one module. */
const testSupport = '\\.test\\.tsx?$|/src/testing/|/test-[a-z-]+\\.ts$|/platform/blob/contract\\.ts$'
const test = '\\.test\\.tsx?$'

/** Modules of one level must see neither each other nor a higher level. */
const levelRules = levels.map((names, index) => {
  const notLower = levels.slice(index).flat().join('|')
  return {
    name: `level-${index + 1}-imports-lower-only`,
    comment: 'Same level or upward: by event, or through an interface that the lower module declares.',
    severity: 'error',
    from: { path: `${server}/modules/(${names.join('|')})/` },
    to: { path: `${server}/modules/(${notLower})/`, pathNot: `${server}/modules/$1/` },
  }
})

module.exports = {
  forbidden: [
    ...levelRules,
    {
      name: 'module-has-a-level',
      comment: 'A new module is entered in the table of levels above, else no level rule sees it.',
      severity: 'error',
      from: { path: `${server}/modules/[^/]+/`, pathNot: `${server}/modules/(${levels.flat().join('|')})/` },
      to: {},
    },
    {
      name: 'no-cycle',
      comment: 'No cycles, ever. Types count, too.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'not-resolvable',
      comment: 'An import that leads nowhere, such as #modules/ledger/store/x.',
      severity: 'error',
      from: { path: '^(apps|packages|tests|bench|sim)/' },
      to: { couldNotResolve: true, pathNot: '^(virtual:|#modules/|vite/)|\\.css$|\\?' },
    },
    {
      name: 'deep-import-does-not-resolve',
      comment: 'A module is entered through its index.ts.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, path: '^#modules/' },
    },
    {
      name: 'module-internals-are-private',
      comment: 'What is not in a module’s index.ts is its own business.',
      severity: 'error',
      from: { path: `${server}/modules/([^/]+)/` },
      to: { path: `${server}/modules/[^/]+/`, pathNot: `${server}/modules/($1/|[^/]+/index\\.ts$)` },
    },
    {
      name: 'module-internals-are-private-to-the-rest',
      severity: 'error',
      from: { path: '^(apps|packages|tests|bench|sim|scripts)/', pathNot: `${server}/modules/` },
      // A soak may repeat a test of a module with more data, by what that test stands on.
      to: { path: `${server}/modules/[^/]+/`, pathNot: `${server}/modules/[^/]+/(index|test-[^/]+)\\.ts$` },
    },
    {
      name: 'platform-knows-no-module',
      severity: 'error',
      from: { path: `${server}/platform/` },
      to: { path: `${server}/(modules|app\\.ts|cli|demo)` },
    },
    {
      name: 'platform-internals-are-private',
      comment: 'Rooms of the platform are entered through their index.ts.',
      severity: 'error',
      // A bench may measure one part of the platform by itself.
      from: { path: '^(apps|packages|tests|sim)/', pathNot: `${server}/platform/|${server}/testing/` },
      to: { path: `${server}/platform/[^/]+/`, pathNot: `${server}/platform/[^/]+/(index|testing)\\.ts$` },
    },
    {
      name: 'rules-are-pure',
      comment: 'A rule sees its own rules and pure packages; types may come from anywhere it may import.',
      severity: 'error',
      from: { path: `${server}/modules/([^/]+)/rules/`, pathNot: test },
      to: {
        path: '.+',
        pathNot: `${server}/modules/$1/rules/|^packages/|${server}/platform/(assert|digest|errors|words)/|zod`,
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'store-makes-no-http',
      severity: 'error',
      from: { path: `${server}/modules/[^/]+/(store|rules)/` },
      to: { path: `${server}/platform/http/` },
    },
    {
      name: 'only-app-names-modules',
      comment: 'app.ts is the composition root; main and the commands go through it.',
      severity: 'error',
      from: {
        path: server,
        pathNot: `${server}/(modules|testing|demo|cli)/|${server}/app[^/]*\\.ts$|${test}`,
      },
      to: { path: `${server}/modules/` },
    },
    {
      name: 'packages-know-no-app',
      severity: 'error',
      from: { path: '^packages/' },
      to: { path: '^apps/' },
    },
    {
      name: 'web-knows-no-server',
      severity: 'error',
      from: { path: '^apps/web/' },
      to: { path: '^apps/server/' },
    },
    {
      name: 'server-knows-no-web',
      severity: 'error',
      from: { path: '^apps/server/' },
      to: { path: '^apps/web/src/' },
    },
    {
      name: 'feature-internals-are-private',
      severity: 'error',
      from: { path: '^apps/web/src/features/([^/]+)/' },
      to: {
        path: '^apps/web/src/features/[^/]+/',
        pathNot: '^apps/web/src/features/($1/|[^/]+/index\\.tsx?$)',
      },
    },
    {
      name: 'feature-internals-are-private-to-the-rest',
      severity: 'error',
      from: { path: '^(apps/web/src|tests)/', pathNot: '^apps/web/src/features/' },
      to: { path: '^apps/web/src/features/[^/]+/', pathNot: '^apps/web/src/features/[^/]+/index\\.tsx?$' },
    },
    {
      name: 'shared-knows-no-feature',
      severity: 'error',
      from: { path: '^apps/web/src/shared/' },
      to: { path: '^apps/web/src/(features|routes)/' },
    },
    {
      name: 'roots-use-the-server-by-its-face',
      comment: 'tests and sim drive the server through @busker/server, whose only export is app.ts.',
      severity: 'error',
      from: { path: '^(tests|sim)/' },
      to: { path: `${server}/(modules|platform)/`, pathNot: `${server}/modules/[^/]+/test-[^/]+\\.ts$` },
    },
    {
      name: 'no-test-in-production',
      severity: 'error',
      from: { path: '^(apps|packages)/', pathNot: testSupport },
      to: { path: testSupport },
    },
  ],
  options: {
    parser: 'swc',
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|\\.dist-[^/]+|locales)/|\\.gen\\.' },
    moduleSystems: ['es6', 'cjs'],
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.d.ts', '.js', '.mjs', '.cjs', '.json'],
      mainFields: ['module', 'main', 'types', 'typings'],
    },
  },
}
