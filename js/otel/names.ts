/** Names of attributes and metrics. Source: OpenTelemetry semantic conventions 1.37, HTTP and generative AI; what they have no name for begins with "wan". */
export const OPERATION = "gen_ai.operation.name";
export const PROVIDER = "gen_ai.provider.name";
export const MODEL = "gen_ai.request.model";
export const RESPONSE_ID = "gen_ai.response.id";
export const ERROR = "error.type";

/** Seconds of a call. */
export const OPERATION_DURATION = "gen_ai.client.operation.duration";
/** Seconds of a request. */
export const REQUEST_DURATION = "http.client.request.duration";
/** Seconds from an accepted submit to the task's end. */
export const TASK_DURATION = "wan.task.duration";
/** Dollars spent. */
export const COST = "wan.task.cost";

/** How the buckets of a histogram are best cut: a generation takes minutes. */
export const TASK_BUCKETS = [5, 10, 20, 30, 45, 60, 90, 120, 180, 240, 300, 420, 600, 900];
export const REQUEST_BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10, 30];
