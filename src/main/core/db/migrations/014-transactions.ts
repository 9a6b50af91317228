// A million transactions: what is sorted, counted and filtered by the thousand has a table of its own, which follows behind the rows.
// And a transaction that is not as the standard has it: what a bank left out is null.
export const transactionsMigration = {
  version: 14,
  sql: `
-- A long body is compressed (Brotli), and response_body is null then. Words are indexed by the program, which can read both.
alter table request_log_content add column response_body_brotli blob;
drop view request_log_words;

-- booked: of the value date where there is no booking date. currency: empty where the bank gave none.
create table account_transaction_new (
  key integer primary key,
  consent_key integer not null references account_data_consent (key) on delete cascade,
  account_key integer not null references account (key) on delete cascade,
  identity text not null,
  booked integer,
  units integer,
  status text not null,
  currency text not null,
  search text not null,
  original text not null,
  unique (account_key, identity)
) strict;
insert into account_transaction_new (key, consent_key, account_key, identity, booked, units, status, currency, search, original)
  select key, consent_key, account_key, identity, booked, units, status, currency, search, original from account_transaction order by key;
drop table account_transaction;
alter table account_transaction_new rename to account_transaction;
create index account_transaction_listing
  on account_transaction (consent_key, booked desc, key, account_key, units, status, currency, search);

-- Holds every row up to its greatest key. words: description, or what stands for it.
create table transaction_lookup (
  key integer primary key,
  consent_key integer not null,
  account_key integer not null,
  booked integer,
  units integer,
  status text not null,
  words text not null
) strict;
create index transaction_lookup_amount on transaction_lookup (consent_key, units desc, booked desc, key, account_key, status);
create index transaction_lookup_words on transaction_lookup (consent_key, words, booked desc, key, account_key, units, status);
create index transaction_lookup_account on transaction_lookup (account_key, booked desc, key, consent_key, units, status, words);
create index transaction_lookup_status
  on transaction_lookup (consent_key, status, booked desc, key, account_key, units, words);

-- What passes a filter by account, date, status and direction is counted by the week: of seven times 24 hours since 1970, -1000000 for
-- rows without a date; debit: 2 for rows without an amount.
create table transaction_count (
  consent_key integer not null,
  account_key integer not null,
  week integer not null,
  status text not null,
  debit integer not null,
  count integer not null,
  primary key (consent_key, account_key, week, status, debit)
) strict, without rowid;

create trigger transaction_lookup_added after insert on transaction_lookup begin
  insert into transaction_count (consent_key, account_key, week, status, debit, count)
    values (new.consent_key, new.account_key, coalesce(new.booked / 604800000, -1000000), new.status, coalesce(new.units < 0, 2), 1)
    on conflict do update set count = count + 1;
end;
create trigger transaction_lookup_removed after delete on transaction_lookup begin
  update transaction_count set count = count - 1 where consent_key = old.consent_key and account_key = old.account_key
    and week = coalesce(old.booked / 604800000, -1000000) and status = old.status and debit = coalesce(old.units < 0, 2);
end;
create trigger account_transaction_removed after delete on account_transaction begin
  delete from transaction_lookup where key = old.key;
end;
create trigger account_transaction_renewed after update on account_transaction
when exists (select 1 from transaction_lookup where key = old.key) begin
  delete from transaction_lookup where key = old.key;
  insert into transaction_lookup (key, consent_key, account_key, booked, units, status, words)
    values (new.key, new.consent_key, new.account_key, new.booked, new.units, new.status, ltrim(new.search, char(10)));
end;
`,
}
