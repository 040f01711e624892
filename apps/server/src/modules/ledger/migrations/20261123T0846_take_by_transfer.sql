-- A gift that looks as if it came back to who gave it is held: its takes are found by their transfer.
create index take_txn_idx on ledger.take (txn_id);
