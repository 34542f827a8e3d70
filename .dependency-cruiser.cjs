/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-pulumi-on-the-synth-path',
      comment: 'Loading Pulumi costs 0.9 s, and reviewed YAML does not depend on it; stacks/ is the only place.',
      severity: 'error',
      from: { path: '^(lib|apps)/' },
      to: { path: '@pulumi|@kubernetes/client-node|@noble/|@peculiar/' },
    },
    {
      name: 'one-way',
      comment: 'Data flows environment → app → component → objects → writer or bridge.',
      severity: 'error',
      from: { path: '^lib/' },
      to: { path: '^(apps|stacks|test)/' },
    },
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } } },
  ],
  options: { doNotFollow: { path: 'node_modules' }, tsConfig: { fileName: 'tsconfig.json' }, tsPreCompilationDeps: true },
};
