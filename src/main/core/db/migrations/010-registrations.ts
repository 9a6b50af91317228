// Clients shared within a registration group, what a client signs with, and what a bank's answer had otherwise.
export const registrationsMigration = {
  version: 10,
  sql: `
alter table bank_registration add column signing_algorithm text not null default 'PS256';
alter table bank_registration add column registration_group text;
alter table bank_registration add column shares_client_of text;
alter table bank_registration add column warnings text not null default '[]';
create index bank_registration_group on bank_registration (software_statement_id, registration_group);
`,
}
