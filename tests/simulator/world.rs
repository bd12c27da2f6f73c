//! A simulator with a clock to turn, and a caller who has every answer checked against its schema.

use serde_json::Value;
use wanreel::simulator::{Body, Cut, Form, Options, Reply, Request, Simulator};

use crate::schema;

/// Where the clock begins: in 2026.
pub const START: u64 = 1_779_408_000_000;

/// A simulator, the time, and how to call it.
pub struct World {
    pub simulator: Simulator,
    pub now: u64,
    pub key: &'static str,
}

/// An answer.
pub struct Answer {
    pub reply: Reply,
    pub text: String,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error}: {}", self.text))
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.reply.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    pub fn error(&self) -> (u16, String, String, String) {
        let error = &self.json()["error"];
        let text = |name: &str| error[name].as_str().map_or_else(|| error[name].to_string(), str::to_owned);
        (self.reply.status, text("code"), text("message"), text("type"))
    }
}

impl World {
    /// A world with these options (JSON).
    pub fn new(options: &Value) -> World {
        let options = Options::parse(&options.to_string()).unwrap();
        World { simulator: Simulator::new(options), now: START, key: "sk-test" }
    }

    /// Calls. A body without a content type is JSON.
    pub fn call(&mut self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Answer {
        self.call_with(method, path, headers, body, None)
    }

    fn call_with(
        &mut self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &[u8],
        form: Option<Form>,
    ) -> Answer {
        let bearer = format!("Bearer {}", self.key);
        let mut all = headers.to_vec();
        if !self.key.is_empty() {
            all.push(("authorization", &bearer));
        }
        if !all.iter().any(|(name, _)| *name == "content-type") {
            all.push(("content-type", "application/json"));
        }
        let request = Request {
            method,
            path,
            host: "api.test",
            origin: None,
            headers: &all,
            body,
            form,
            unread: false,
        };
        let reply = self.simulator.handle(&request, self.now);
        let text = match &reply.body {
            Body::Text(text) => text.clone(),
            Body::Bytes(bytes) => String::from_utf8_lossy(bytes).into_owned(),
            Body::Empty => String::new(),
        };
        Answer { reply, text }
    }

    /// Submits, whatever comes of it.
    pub fn submit_with(&mut self, headers: &[(&str, &str)], request: &Value) -> Answer {
        let answer = self.call("POST", "/v1/videos/generations", headers, request.to_string().as_bytes());
        checked(answer, "created", "error")
    }

    pub fn submit(&mut self, request: &Value) -> Answer {
        self.submit_with(&[], request)
    }

    /// Submits what must be accepted; answers the task's id.
    pub fn accepted(&mut self, request: &Value) -> String {
        let answer = self.submit(request);
        let detail = answer.reply.detail.clone().unwrap_or_default();
        assert_eq!(answer.reply.status, 200, "{detail}\n{request:#}");
        answer.json()["id"].as_str().unwrap().to_owned()
    }

    /// Submits what must be refused; answers why.
    pub fn refused(&mut self, request: &Value) -> (Answer, String) {
        let answer = self.submit(request);
        assert_eq!(answer.reply.status, 400, "{request:#}");
        let detail = answer.reply.detail.clone().unwrap();
        (answer, detail)
    }

    pub fn poll(&mut self, id: &str) -> Answer {
        let answer = self.call("GET", &format!("/v1/tasks/{id}"), &[], b"");
        checked(answer, "task", "error")
    }

    /// Polls a task that is there.
    pub fn task(&mut self, id: &str) -> Value {
        let answer = self.poll(id);
        assert_eq!(answer.reply.status, 200, "{}", answer.text);
        answer.json()
    }

    pub fn credits(&mut self) -> Answer {
        let answer = self.call("GET", "/v1/credits", &[], b"");
        checked(answer, "credits", "credits-error")
    }

    pub fn upload(&mut self, kind: &str, headers: &[(&str, &str)], body: &[u8]) -> Answer {
        let answer = self.call("POST", &format!("/api/v1/files/upload/{kind}"), headers, body);
        checked(answer, "uploaded", "upload-error")
    }

    /// Uploads a form, as the platform takes it apart.
    pub fn upload_form(
        &mut self,
        file: Option<(&str, &str)>,
        fields: &[(&str, &str)],
        bytes: &[u8],
    ) -> Answer {
        let headers = [("content-type", "multipart/form-data; boundary=b")];
        let form = Form { file, fields };
        let answer = self.call_with("POST", "/api/v1/files/upload/stream", &headers, bytes, Some(form));
        checked(answer, "uploaded", "upload-error")
    }

    /// Uploads a file; answers its URL.
    pub fn uploaded(&mut self, name: &str, bytes: &[u8]) -> String {
        let answer = self.upload_form(Some((name, "")), &[], bytes);
        assert_eq!(answer.reply.status, 200, "{name}: {}", answer.text);
        answer.json()["data"]["file_url"].as_str().unwrap().to_owned()
    }

    /// GETs a URL the simulator gave.
    pub fn get(&mut self, url: &str, headers: &[(&str, &str)]) -> Answer {
        let path = url.strip_prefix("https://media.simulator.test").unwrap_or(url);
        self.call("GET", path, headers, b"")
    }

    pub fn pass(&mut self, ms: u64) {
        self.now += ms;
    }

    /// The simulator's own view of its tasks.
    pub fn tasks(&mut self) -> Vec<Value> {
        let json = self.simulator.tasks(self.now);
        serde_json::from_str(&json).unwrap()
    }

    pub fn log(&self) -> Vec<Value> {
        serde_json::from_str(&self.simulator.log()).unwrap()
    }
}

/// Holds an answer to its schema, unless a fault took it or it has no JSON at all.
fn checked(answer: Answer, good: &str, bad: &str) -> Answer {
    let json = answer.header("content-type").is_some_and(|mime| mime.starts_with("application/json"));
    let whole = !matches!(answer.reply.transport.cut, Some(Cut::Refused | Cut::Dropped | Cut::Hanging));
    if json
        && whole
        && let Ok(value) = serde_json::from_str(&answer.text)
        && answer.header("x-test-unchecked").is_none()
    {
        schema::check(if answer.reply.status < 300 { good } else { bad }, &value);
    }
    answer
}

/// A text-to-video request that is fine.
pub fn text_to_video() -> Value {
    serde_json::json!({ "model": "wan2.7-text-to-video", "prompt": "A lighthouse keeper climbs the stairs at dusk" })
}

/// The same with further fields.
pub fn with(base: &Value, fields: &Value) -> Value {
    let mut request = base.clone();
    for (name, value) in fields.as_object().unwrap() {
        request[name] = value.clone();
    }
    request
}
