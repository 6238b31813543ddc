/** The arrows between rooms: apps → libs, pure libs import only contracts, and only the desk composes other apps. */
const pure = '^libs/(wire|identity|query)/';

/** What each lib with effects may import besides #contracts. */
const allowed = {
  store: [],
  platform: [],
  events: ['store'],
  access: ['store', 'platform'],
  search: ['query', 'store'],
  delivery: ['query', 'store', 'events', 'access', 'platform'],
  runtime: ['store', 'events', 'platform', 'search'],
};

module.exports = {
  forbidden: [
    {
      name: 'no-circular',
      comment: 'A cycle is a missing third module.',
      severity: 'error',
      from: {},
      to: { circular: true, dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'contracts-stand-alone',
      severity: 'error',
      from: { path: '^libs/contracts/' },
      to: { path: '^(apps|libs/(?!contracts/))' },
    },
    {
      name: 'pure-libs-import-only-contracts',
      comment: 'wire, identity and query are pure: no database, no network, no Nest.',
      severity: 'error',
      from: { path: pure, pathNot: '\\.(spec|contract|fixture)\\.ts$' },
      to: { path: '^(apps/|libs/(?!contracts/|$1/))|node_modules/(@nestjs|typeorm|pg)/' },
    },
    ...Object.entries(allowed).map(([lib, others]) => ({
      name: `arrows-of-${lib}`,
      severity: 'error',
      from: { path: `^libs/${lib}/`, pathNot: '\\.(spec|contract|fixture)\\.ts$' },
      to: { path: `^(apps/|libs/(?!(contracts|${[lib, ...others].join('|')})/))` },
    })),
    {
      name: 'libs-know-no-apps',
      severity: 'error',
      from: { path: '^libs/' },
      to: { path: '^apps/' },
    },
    {
      name: 'only-the-desk-composes-apps',
      comment: 'The desk runs the modules of the other apps in one process; nobody else imports an app.',
      severity: 'error',
      from: { path: '^apps/([^/]+)/', pathNot: '^apps/desk/' },
      to: { path: '^apps/', pathNot: '^apps/$1/' },
    },
    {
      name: 'the-desk-takes-modules-only',
      severity: 'error',
      from: { path: '^apps/desk/' },
      to: { path: '^apps/', pathNot: '^apps/(desk/|[^/]+/src/[^/]+\\.module\\.ts$)' },
    },
    {
      name: 'no-deep-imports-past-an-index',
      severity: 'error',
      from: { path: '^(apps|libs)/([^/]+)/' },
      to: { path: '^libs/[^/]+/src/', pathNot: '^libs/[^/]+/src/index\\.ts$|^$1/$2/' },
    },
    {
      name: 'testing-is-for-tests',
      severity: 'error',
      from: { path: '^(apps|libs)/', pathNot: '\\.(spec|contract|fixture)\\.ts$|^libs/testing/' },
      to: { path: '^libs/testing/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^apps/dashboard/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      conditionNames: ['source', 'import', 'node', 'default'],
      extensions: ['.ts', '.js'],
    },
  },
};
