/** One numbered step of the schema; never changed once released. */
export interface Migration {
  version: number
  sql: string
}
