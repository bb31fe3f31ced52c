import { defineConfig, type Plugin } from "vite";
import { basemapModule } from "./basemap.ts";

const BASEMAP = "virtual:basemap";

/** Bakes the countries into a compact module, so that the browser has nothing to unwrap. */
function basemap(): Plugin {
  return {
    name: "basemap",
    resolveId: (id) => (id === BASEMAP ? `\0${BASEMAP}` : undefined),
    load: (id) => (id === `\0${BASEMAP}` ? basemapModule() : undefined),
  };
}

export default defineConfig({
  base: "./",
  plugins: [basemap()],
  build: {
    outDir: "../static",
    emptyOutDir: true,
    target: "es2022",
    manifest: "manifest.json",
    modulePreload: false,
    chunkSizeWarningLimit: 2000,
    rolldownOptions: {
      input: { canvas: "src/index.ts", report: "src/report/index.ts", evidence: "src/evidence/index.ts", tracks: "src/tracks/index.ts" },
      preserveEntrySignatures: "strict",
      output: {
        entryFileNames: "[name]-[hash].js",
        chunkFileNames: "[name]-[hash].js",
        assetFileNames: "[name]-[hash][extname]",
      },
    },
  },
  test: { include: ["src/**/*.test.ts"] },
} as Parameters<typeof defineConfig>[0]);
