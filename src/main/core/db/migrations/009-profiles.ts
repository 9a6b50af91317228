// Known banks come from a file. A row is kept of those that something refers to: `profile` has the values of the file as they were
// last seen, and `overrides` what was changed here, as a merge patch. Other built-in rows are those of the model bank.
export const profilesMigration = {
  version: 9,
  sql: `
alter table bank_profile add column known integer not null default 0;
alter table bank_profile add column overrides text;
alter table bank_profile add column overridden text;
`,
}
