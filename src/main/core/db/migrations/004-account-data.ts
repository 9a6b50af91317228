// The local copy of what banks say about accounts. `original` is the bank's object and all that a listing shows is read from it;
// the other columns are what rows are found and sorted by. Short integer keys stand for the consent and the account.
export const accountDataMigration = {
  version: 4,
  sql: `
create table account_data_consent (
  key integer primary key,
  account_access_consent_id text not null unique references account_access_consent (id) on delete cascade
) strict;

-- listed: the place in the bank's latest list; null when the account is not in it, and no details when it never was.
create table account (
  key integer primary key,
  consent_key integer not null references account_data_consent (key) on delete cascade,
  account_id text not null,
  listed integer,
  api_version text,
  fetched text,
  original text,
  unique (consent_key, account_id)
) strict;

-- latest: 1 in the newest set of its account, 0 in its history.
create table balance (
  key integer primary key,
  account_key integer not null references account (key) on delete cascade,
  latest integer not null,
  fetched text not null,
  original text not null
) strict;
create index balance_account on balance (account_key, latest);

-- identity: the bank's id, or a hash of the original; booked: milliseconds since 1970; units: signed amount in 0.00001.
create table account_transaction (
  key integer primary key,
  consent_key integer not null references account_data_consent (key) on delete cascade,
  account_key integer not null references account (key) on delete cascade,
  identity text not null,
  booked integer not null,
  units integer not null,
  search text not null,
  original text not null,
  unique (account_key, identity)
) strict;

-- Holds all that a listing filters by, so that a million rows are searched and counted without reading their originals.
create index account_transaction_listing on account_transaction (consent_key, booked desc, key, account_key, units, search);
`,
}
