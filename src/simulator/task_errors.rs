//! What a failed task says (`OpenAPI`, get-task-detail.json, `error`).

/// The wording of a task error code. The first is documented word for word; of the others only the codes are
/// (API facts, task error codes), their wording is assumed.
pub fn task_error_message(code: &str) -> &'static str {
    match code {
        "content_policy_violation" => {
            "Content policy violation.\nYour request was blocked by safety filters."
        }
        "invalid_parameters" => "Invalid parameters.\nPlease check the request and its media.",
        "image_processing_error" => {
            "Image processing error.\nPlease check that every image can be downloaded and read."
        }
        "image_dimension_mismatch" => "Image dimension mismatch.\nPlease check the sizes of the images.",
        "request_cancelled" => "Request cancelled.",
        "generation_failed_no_content" => "Generation failed.\nThe model returned no content.",
        "service_error" => "Service error.\nPlease try again later.",
        "generation_timeout" => "Generation timed out.\nPlease try again later.",
        "resource_exhausted" => "Resources exhausted.\nPlease try again later.",
        "quota_exceeded" => "Quota exceeded.\nPlease top up your account.",
        "service_unavailable" => "Service unavailable.\nPlease try again later.",
        "resource_not_found" => "Resource not found.\nPlease check the media URLs.",
        _ => "Unknown error.\nPlease try again later.",
    }
}
