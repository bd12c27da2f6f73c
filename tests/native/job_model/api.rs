//! The API as it truly is: which POSTs arrived, which tasks there are, what became of them.

use wanreel::protocol::job::event::Exchange;

/// How long a task takes.
const TASK_MS: i64 = 90_000;

#[derive(Clone, Debug)]
pub struct Task {
    pub id: String,
    pub run: i64,
    pub created: i64,
    pub ends: i64,
    /// Fails with that code instead of completing.
    pub fails: Option<&'static str>,
    pub called_back: bool,
}

/// A POST the machine asked for.
#[derive(Clone, Debug)]
pub struct Post {
    pub run: i64,
    pub attempt: u32,
    pub key: String,
    /// Whether it was answered, to the machine, with a refusal for certain.
    pub refused: bool,
    pub task: Option<String>,
}

#[derive(Clone, Debug, Default)]
pub struct Api {
    pub tasks: Vec<Task>,
    pub posts: Vec<Post>,
}

impl Api {
    pub fn accept(&mut self, run: i64, attempt: u32, now: i64, fails: Option<&'static str>) -> Exchange {
        let id = format!("task-unified-{}", self.tasks.len() + 1);
        self.tasks.push(Task {
            id: id.clone(),
            run,
            created: now,
            ends: now + TASK_MS,
            fails,
            called_back: false,
        });
        if let Some(post) = self.posts.iter_mut().find(|post| post.run == run && post.attempt == attempt) {
            post.task = Some(id.clone());
        }
        let text = format!(
            "{{\"id\":\"{id}\",\"status\":\"pending\",\"progress\":0,\"created\":{},\"task_info\":{{\"estimated_time\":60}}}}",
            now / 1000
        );
        answer(200, &text)
    }

    pub fn read(&self, id: &str, now: i64) -> Exchange {
        let Some(task) = self.tasks.iter().find(|task| task.id == id) else {
            return answer(404, "{\"error\":{\"code\":\"task_not_found\",\"message\":\"no\"}}");
        };
        let over = now >= task.ends;
        let (status, rest) = match task.fails {
            Some(code) if over => {
                ("failed", format!(",\"error\":{{\"code\":\"{code}\",\"message\":\"no\"}}"))
            }
            None if over => ("completed", ",\"results\":[\"https://files.example/v.mp4\"]".to_owned()),
            _ => ("processing", String::new()),
        };
        let progress = if over { 100 } else { 40 };
        let created = task.created / 1000;
        let text = format!(
            "{{\"id\":\"{id}\",\"model\":\"wan2.7-text-to-video\",\"status\":\"{status}\",\"progress\":{progress},\"created\":{created}{rest}}}"
        );
        answer(200, &text)
    }

    pub fn task(&self, id: &str) -> Option<&Task> {
        self.tasks.iter().find(|task| task.id == id)
    }
}

pub fn answer(status: u16, text: &str) -> Exchange {
    Exchange { status, text: text.to_owned(), ..Exchange::default() }
}

/// No answer, by the number of the event.
pub fn no_answer(kind: u8) -> Exchange {
    Exchange { kind, ..Exchange::default() }
}
