// A filter over 100,000 exchanges answers at once: words are looked up in an index, and counts are read from one.
// The index of words holds no text, and what it is made from is redacted. It lags behind the log and is never ahead of it.
export const requestLogSearchMigration = {
  version: 5,
  sql: `
create virtual table request_log_text using fts5 (text, content = '', contentless_delete = 1, tokenize = 'unicode61');

create view request_log_words as
select log.seq, concat_ws(char(10), method, url, step, status, error_code, error_message,
  request_headers, request_body, response_headers, response_body) as text
from request_log log join request_log_content content on content.seq = log.seq;

insert into request_log_text (rowid, text) select seq, text from request_log_words;

create trigger request_log_text_removed after delete on request_log begin
  delete from request_log_text where rowid = old.seq;
end;

drop index request_log_run;
create index request_log_run on request_log (run_id, started, duration_ms, status, error_code, step, bank_profile_id);
create index request_log_step on request_log (step, started);
create index request_log_error on request_log (started) where error_code is not null or status >= 400;
`,
}
