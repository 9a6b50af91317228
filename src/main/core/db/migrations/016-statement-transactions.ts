// When the bank last listed the transactions of a statement, so that the local copy can say how old it is.
export const statementTransactionsMigration = {
  version: 16,
  sql: `
-- Null: from before it was noted.
alter table statement_transaction add column fetched text;
`,
}
