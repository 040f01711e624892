-- Of two reports of one period that name no moment the one that tells more is the later: rules/told-so-far.ts.
ALTER TABLE outside_row ADD COLUMN IF NOT EXISTS told Int64 DEFAULT 0 AFTER as_of;
