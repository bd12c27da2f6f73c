//! What a task's vectors cannot state: links without a host, which belong to the address that answered.

use wanreel::task::Task;

use crate::support::node;

fn links(results: &str, base: &str) -> Vec<String> {
    let text = format!(r#"{{"id":"task-unified-1-a","status":"completed","results":{results}}}"#);
    Task::read_from(node(&text), base).results.iter().map(ToString::to_string).collect()
}

#[test]
fn a_link_without_a_host_belongs_to_the_api() {
    for (link, base, whole) in [
        ("/files/1.mp4", "https://api.evolink.ai", "https://api.evolink.ai/files/1.mp4"),
        ("/files/1.mp4?sig=a%2Fb", "https://api.evolink.ai", "https://api.evolink.ai/files/1.mp4?sig=a%2Fb"),
        ("/files/1.mp4", "http://localhost:8787/api/wan", "http://localhost:8787/files/1.mp4"),
        ("files/1.mp4", "https://site.example/api/wan", "https://site.example/api/wan/files/1.mp4"),
        ("./1.mp4", "https://site.example/api/wan", "https://site.example/api/wan/./1.mp4"),
        ("//cdn.example/1.mp4", "https://api.evolink.ai", "https://cdn.example/1.mp4"),
        ("//cdn.example/1.mp4", "http://localhost:8787", "http://cdn.example/1.mp4"),
        ("https://cdn.example/1.mp4", "https://api.evolink.ai", "https://cdn.example/1.mp4"),
    ] {
        for results in [format!(r#"["{link}"]"#), format!(r#""{link}""#), format!(r#"[{{"url":"{link}"}}]"#)]
        {
            assert_eq!(links(&results, base), [whole], "{results} at {base}");
        }
    }
}

#[test]
fn what_is_no_link_stays_none() {
    for link in
        ["none", "", " ", "not a url", "data:video/mp4;base64,AA/A", "javascript:alert(1)//", "/a b.mp4"]
    {
        assert!(links(&format!(r#"["{link}"]"#), "https://api.evolink.ai").is_empty(), "{link}");
    }
    for base in ["", "api.evolink.ai", "/api/wan"] {
        assert!(links(r#"["/files/1.mp4"]"#, base).is_empty(), "{base}");
    }
}
