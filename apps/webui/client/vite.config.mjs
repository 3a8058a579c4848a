import { defineConfig } from 'vite';

/** Built into the server's own dist. No inlined data: the page's Content-Security-Policy allows files of its own only. */
export default defineConfig({
  logLevel: 'warn',
  build: {
    rolldownOptions: {
      // Libraries' "use client" is for frameworks that render on a server; here it means nothing.
      checks: { moduleLevelDirective: false },
    },
    outDir: '../../../dist/apps/webui/client',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
});
