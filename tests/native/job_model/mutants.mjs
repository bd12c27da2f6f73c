// Small wrongs done to the job machine, each of which must break an invariant of the model: { name, file, find, replace,
// breaks }. `find` stands exactly once in the file; `breaks` is the invariant by name (see invariants.rs).

const JOB = "src/protocol/job/";

export const modelMutants = [
  {
    name: "posts again what another life of the object may have posted",
    file: `${JOB}submit.rs`,
    find: "(true, false) => Event::Resumed,",
    replace: "(true, false) => Event::TimerFired,",
    breaks: "one POST a run",
  },
  {
    name: "keeps the money of a job that failed",
    file: `${JOB}engine.rs`,
    find: "if !money::close(self, spent) {",
    replace: "if state != State::Failed && !money::close(self, spent) {",
    breaks: "reservations belong to listed jobs|nothing is reserved at an end",
  },
  {
    name: "sets no alarm while it waits for the task",
    file: `${JOB}rest.rs`,
    find: "    step.job.alarm_at = Some(wanted);\n    Some(wanted)",
    replace: "    step.job.alarm_at = Some(wanted);\n    (step.job.state != State::Polling).then_some(wanted)",
    breaks: "no job without an alarm",
  },
  {
    name: "leaves the next alarm for later where none rings",
    file: `${JOB}rest.rs`,
    find: "matches!(event, Event::Alarm) && effects",
    replace: "!matches!(event, Event::Start { .. }) && effects",
    breaks: "no job without an alarm",
  },
  {
    name: "gives each attempt of a notification an id of its own",
    file: `${JOB}notice.rs`,
    find: "webhook_id: notice.id.clone(),",
    replace: 'webhook_id: format!("{}.{}", notice.id, notice.attempt),',
    breaks: "one webhook-id a run",
  },
  {
    name: "does not record a second task that was paid for",
    file: `${JOB}check.rs`,
    find: "        _ => paid_twice(step, task.id),",
    replace: "        _ => {}",
    breaks: "a paid task is recorded",
  },
  {
    name: "posts another run under the key of the first",
    file: `${JOB}submit.rs`,
    find: 'idempotency_key: format!("{}.{}{leg}", job.job, job.run),',
    replace: 'idempotency_key: format!("{}{leg}", job.job),',
    breaks: "keys carry the run",
  },
];
