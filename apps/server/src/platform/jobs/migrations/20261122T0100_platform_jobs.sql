-- Which pools of workers are alive. A job locked by a pool that is not in here was interrupted by a kill.
create table platform.worker (
  worker_id text primary key,
  data_folder_id text not null,
  heartbeat_at timestamptz not null
);

-- How often the server died or was stopped while this job ran. Such an end does not count as a failure of the job,
-- but a job that brings the server down each time must not do so for ever.
create table platform.job_interruption (
  job_id bigint primary key,
  interruptions integer not null
);
