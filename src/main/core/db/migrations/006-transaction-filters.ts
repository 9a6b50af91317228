// A listing also filters by status and counts by currency: both move beside what it searches, out of the originals.
// The names of 3.1 become the codes of 4.0, as codes.ts has them.
export const transactionFiltersMigration = {
  version: 6,
  sql: `
alter table account_transaction add column status text not null default '';
alter table account_transaction add column currency text not null default '';

update account_transaction set
  status = case original ->> '$.Status' when 'Booked' then 'BOOK' when 'Pending' then 'PDNG' when 'Rejected' then 'RJCT'
    else coalesce(original ->> '$.Status', '') end,
  currency = coalesce(original ->> '$.Amount.Currency', '');

drop index account_transaction_listing;
create index account_transaction_listing
  on account_transaction (consent_key, booked desc, key, account_key, units, status, currency, search);
`,
}
