/** Who may import whom: docs/decisions/0001-architecture-rules.md. */
const lib = (name) => `^libs/${name}/`;
const only = (name, allowed) => ({
  name: `${name}-imports-only-${allowed.join('-and-') || 'nothing-of-ours'}`,
  severity: 'error',
  from: { path: lib(name), pathNot: '\\.(int-|full-)?spec\\.ts$|/test/' },
  to: { path: '^(libs|apps)/', pathNot: [lib(name), ...allowed.map(lib)].join('|') },
});

module.exports = {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'apps-never-import-apps',
      severity: 'error',
      from: { path: '^apps/([^/]+)/' },
      to: { path: '^apps/', pathNot: '^apps/$1/' },
    },
    { name: 'libs-never-import-apps', severity: 'error', from: { path: '^libs/' }, to: { path: '^apps/' } },
    only('errors', []),
    only('contracts', ['errors']),
    only('engine', ['errors']),
    only('agentchat', ['errors']),
    only('claims', ['errors']),
    only('mlflow', ['errors', 'environment']),
    only('manifest', ['errors', 'contracts', 'mlflow']),
    only('decision', ['errors', 'contracts', 'engine', 'agentchat', 'claims', 'mlflow', 'manifest']),
    only('environment', ['errors', 'contracts']),
    only('messaging', ['errors', 'contracts', 'environment']),
    only('ledger', ['errors', 'contracts']),
    only('market-data', ['errors', 'engine']),
    only('runtime', ['errors', 'contracts', 'environment', 'messaging', 'ledger', 'mlflow']),
    {
      name: 'kafkajs-only-in-messaging',
      severity: 'error',
      from: { path: '^(apps|libs)/', pathNot: '^libs/messaging/' },
      to: { path: 'node_modules/kafkajs' },
    },
    {
      name: 'typeorm-only-in-ledger-persister-webui',
      severity: 'error',
      from: { path: '^(apps|libs)/', pathNot: '^(libs/ledger|apps/persister|apps/webui)/' },
      to: { path: 'node_modules/typeorm' },
    },
    {
      name: 'the-page-takes-only-types-of-what-runs-in-node',
      severity: 'error',
      from: { path: '^apps/webui/client/', pathNot: '\\.spec\\.ts$' },
      to: { path: '^(libs|apps)/', pathNot: '^apps/webui/client/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'the-server-knows-nothing-of-the-page',
      severity: 'error',
      from: { path: '^(libs|apps)/', pathNot: '^apps/webui/client/' },
      to: { path: '^apps/webui/client/' },
    },
    {
      name: 'testkit-only-in-tests',
      severity: 'error',
      from: { path: '^(apps|libs)/', pathNot: '^libs/testkit/|\\.(int-|e2e-|full-)?spec\\.ts$|/test/' },
      to: { path: '^libs/testkit/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|\\.stack)/|^libs/engine/assembly/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
