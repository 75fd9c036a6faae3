import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

/** `vite build` writes the pages to `dist/web`, which the server serves; `vite` alone is for work on them, beside a running server. */
export default defineConfig({
  plugins: [react()],
  // node_modules may be shared and read-only.
  cacheDir: ".vite",
  build: { outDir: "dist/web", emptyOutDir: true },
  server: { proxy: { "/api": "http://127.0.0.1:3000" } },
});
