// Made by the build from what the sources import, see scripts/libraries.ts.
declare module 'virtual:libraries' {
  export const libraries: { name: string; version: string; licence: string }[]
}
