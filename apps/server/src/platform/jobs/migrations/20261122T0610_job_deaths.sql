-- How often the worker died while this job ran. A death does not count as a failure of the job, but a job that brings
-- its worker down each time must not do so for ever. A stop, which was counted as well until now, says nothing about it.
create table platform.job_death (
  job_id bigint primary key,
  deaths integer not null
);
drop table platform.job_interruption;

-- Shown to the operator: what a living pool of workers belongs to.
alter table platform.worker
  add column role text not null default 'all',
  add column pool text not null default 'light';
