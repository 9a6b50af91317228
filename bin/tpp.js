#!/usr/bin/env node
// Plain JavaScript that any Node can read, so that an old one is told apart instead of crashing on newer syntax.

const wanted = [22, 19]
const found = process.versions.node.split('.').map(Number)

if (found[0] < wanted[0] || (found[0] === wanted[0] && found[1] < wanted[1])) {
  process.stderr.write(
    'TPP Workbench needs Node ' +
      wanted.join('.') +
      ' or newer, and this is Node ' +
      process.versions.node +
      '.\n' +
      'Install a newer Node, or use "npm run cli" in the project folder, which brings its own.\n',
  )
  process.exitCode = 1
} else {
  import('../out/main/cli.js').catch((error) => {
    if (error && error.code === 'ERR_MODULE_NOT_FOUND' && /\/out\/main\/cli\.js$/.test(String(error.url))) {
      process.stderr.write('TPP Workbench is not built yet: run "npm run build" in its folder.\n')
      process.exitCode = 1
      return
    }
    throw error
  })
}
