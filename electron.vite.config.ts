// Builds main, preload and renderer into out/. `npm start` does it when sources are newer than what is built.

import { existsSync } from 'node:fs'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'
import { libraries } from './scripts/libraries.ts'
import { noncePlaceholder } from './src/main/hosts/content-security-policy.ts'

const main = 'src/main/index.ts'
const preload = 'src/preload/index.ts'

export default defineConfig({
  ...(existsSync(main) && {
    main: {
      build: {
        outDir: 'out/main',
        // The compiler's output of the other entries is in the same folder.
        emptyOutDir: false,
        // Packages are built in, so that few files are packaged; what has a binary cannot be.
        externalizeDeps: false,
        license: { fileName: 'licences.md' },
        rolldownOptions: {
          external: ['electron', 'better-sqlite3', 'keytar'],
          // The model bank is an entry of its own, because it runs in a process of its own.
          input: { index: main, 'model-bank': 'src/model-bank/main.ts' },
          // depd, which Koa uses, names the functions that it wraps by eval.
          checks: { eval: false },
        },
      },
    },
  }),
  ...(existsSync(preload) && {
    preload: {
      build: {
        outDir: 'out/preload',
        // A sandboxed preload must be CommonJS and one file, without packages.
        externalizeDeps: false,
        rolldownOptions: { input: { index: preload }, output: { format: 'cjs', entryFileNames: '[name].cjs' } },
      },
    },
  }),
  renderer: {
    root: 'src/renderer',
    plugins: [react(), libraries()],
    // The hosts put the nonce of each answer in its place; the page finds it in its meta tag "csp-nonce".
    html: { cspNonce: noncePlaceholder },
    build: {
      outDir: 'out/renderer',
      // The system's browser may be older than Electron's.
      target: 'es2023',
      // The content security policy takes style sheets and fonts from files only, not from data addresses.
      assetsInlineLimit: 0,
      minify: true,
      license: { fileName: 'licences.md' },
      rolldownOptions: { input: 'src/renderer/index.html' },
    },
  },
})
