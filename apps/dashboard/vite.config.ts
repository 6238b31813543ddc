import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/**
 * Builds the page into `dist/dashboard` of the project. Nothing is inlined, so that a content security policy of
 * `default-src 'self'` is enough. `vite apps/dashboard` serves it for development in front of a running desk.
 */
export default defineConfig({
  base: '/',
  plugins: [react()],
  build: {
    outDir: '../../dist/dashboard',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: 'es2022',
  },
  server: {
    proxy: { '/v1': 'http://127.0.0.1:3000', '/session': 'http://127.0.0.1:3000' },
  },
});
